/**
 * Chinese terms that tell what a task is about, each with the English words that stand for it. The
 * model behind the score has learned from English; this lets it see the subject of a Chinese prompt.
 * Simplified and traditional spellings where they differ.
 *
 * @module
 */

const LINES = `
分析 analyze|评估 評估 evaluate|证明 證明 prove theorem|推导 推導 derive equation|计算 計算 calculate
解释 解釋 explain|比较 比較 compare|总结 總結 summarize|翻译 翻譯 translate|描述 describe|定义 定義 define
列出 list|设计 設計 design|实现 實現 implement|优化 優化 optimize algorithm|重构 重構 refactor code
调试 調試 debug code|编写 編寫 write|写一个 寫一個 write|写 寫 write|函数 函數 function|算法 演算法 algorithm
代码 代碼 程式碼 code|程序 程式 program|变量 變量 variable|数组 數組 陣列 array|列表 list|字符串 字串 string
数据库 資料庫 database|数据 數據 data|查询 查詢 query|接口 interface|服务器 伺服器 server|分布式 分散式 distributed
一致性 consensus|共识 共識 consensus|事务 transaction|并发 並發 concurrent|线程 線程 thread|锁 鎖 lock
缓存 緩存 cache memory|网络 網絡 network|协议 協議 protocol|系统 系統 system|架构 架構 architecture
递归 遞歸 recursive function|排序 sort list|复杂度 複雜度 complexity|正则表达式 regular expression
方程 equation|函数值 function value|积分 積分 integral|导数 導數 derivative|极限 極限 limit|矩阵 矩陣 matrix
向量 vector|概率 機率 probability|统计 統計 statistics|几何 幾何 geometry|三角形 triangle|圆 圓 circle
半径 半徑 radius|面积 面積 area|体积 體積 volume|整数 整數 integer|质数 質數 prime|分数 分數 fraction
百分之 percent|平均 average|总共 總共 total|一共 total|多少 many|几个 幾個 many|剩下 left|每天 day|小时 小時 hours
价格 價格 price|元 dollars|速度 speed velocity|距离 距離 distance|质量 質量 mass|能量 energy|力 force
电流 電流 current|电压 電壓 voltage|电场 電場 electric field|磁场 磁場 magnetic field|温度 溫度 temperature
压强 壓強 pressure|气体 氣體 gas|溶液 solution|反应 反應 reaction|分子 molecule|原子 atom|元素 element
化学 化學 chemistry|物理 physics|数学 數學 mathematics|生物 biology|细胞 細胞 cell|基因 gene|蛋白质 蛋白質 protein
疾病 disease|症状 症狀 symptoms|治疗 治療 treatment|药物 藥物 drug|患者 patient|医学 醫學 medical
法律 law|合同 contract|法院 court|被告 defendant|原告 plaintiff|责任 責任 liability|宪法 憲法 constitution
经济 經濟 economic|市场 市場 market|利率 interest rate|通货膨胀 inflation|公司 company|投资 投資 investment
历史 歷史 history|战争 戰爭 war|皇帝 emperor|首都 capital|国家 國家 country|城市 city|总统 總統 president
哲学 哲學 philosophy|道德 moral|心理 psychological|社会 社會 social|语言 語言 language|电影 電影 film
歌曲 song|书 書 book|作者 author|诗 詩 poem|故事 story|邮件 郵件 email|信 letter|标题 標題 title
步骤 步驟 step|为什么 為什麼 why|如何 how|怎么 怎麼 how|什么 什麼 what|谁 誰 who|哪里 哪裡 where|何时 何時 when
哪个 哪個 which|假设 假設 assume|已知 given|求 find|如果 if|最大 maximum|最小 minimum|逻辑 邏輯 logic
推理 reasoning|谜题 謎題 puzzle|模型 model|神经网络 神經網絡 neural network|机器学习 機器學習 machine learning
权衡 權衡 trade|优缺点 優缺點 advantages|加密 encryption|安全 security|测试 測試 test|错误 錯誤 error
`;

/** Term → English words. */
export const CHINESE_TERMS: ReadonlyMap<string, readonly string[]> = new Map(
  LINES.trim().split(/[|\n]/).flatMap((entry) => {
    const parts = entry.trim().split(" ");
    const terms = parts.filter((part) => part > "\u2e80");
    const english = parts.filter((part) => part <= "\u2e80");
    return terms.map((term) => [term, english] as const);
  }),
);

/** Characters of the longest term. */
export const LONGEST_TERM = Math.max(...[...CHINESE_TERMS.keys()].map(({ length }) => length));
