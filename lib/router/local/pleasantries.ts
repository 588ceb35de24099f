/**
 * Words of courtesy. They say nothing about how hard a task is, so they neither count as length nor
 * add to the score; otherwise a polite caller would pay for a bigger model.
 *
 * @module
 */

/** Single words, lower case, that are passed over wherever they stand. */
export const COURTESY_WORDS: ReadonlySet<string> = new Set([
  ...["please", "pls", "plz", "kindly", "thanks", "thank", "thx", "cheers", "hello", "hi", "hey"],
  ...[
    "dear",
    "greetings",
    "sorry",
    "appreciated",
    "appreciate",
    "grateful",
    "regards",
    "sincerely",
  ],
  ...["bitte", "danke", "hallo", "dank", "gerne", "merci", "bonjour", "salut", "svp", "gracias"],
  ...["hola", "favor", "grazie", "ciao", "obrigado", "obrigada", "olá", "спасибо", "пожалуйста"],
  ...["привет", "здравствуйте"],
]);

/** Wordings that are cut out before anything is read; lower case, longest first within a language. */
export const COURTESY_PHRASES: readonly string[] = [
  ...["i hope you are doing well", "hope you are doing well", "hope you're doing well"],
  ...["i would be grateful if you could", "i would really appreciate it if you could"],
  ...["i would appreciate it if you could", "i was wondering if you could", "if you don't mind"],
  ...["could you please help me with", "can you please help me with", "can you help me with"],
  ...["could you help me with", "can you help me", "could you help me", "i need your help with"],
  ...["would you be so kind as to", "would you mind", "could you please", "can you please"],
  ...["would you please", "could you", "would you", "can you", "thank you very much"],
  ...["thank you so much", "thank you in advance", "thanks in advance", "thanks a lot"],
  ...["thank you", "have a nice day", "take your time", "no rush", "good morning", "good evening"],
  ...["good afternoon", "i have a question", "quick question", "here is my question"],
  ...["please answer the following question", "answer the following question"],
  ...["let me know", "when you have a moment", "i'd like you to", "i would like you to"],
  ...["ich hätte eine frage", "könntest du bitte", "könnten sie bitte", "kannst du bitte"],
  ...["kannst du mir helfen", "vielen dank", "im voraus", "guten tag", "s'il vous plaît"],
  ...["s'il te plaît", "pourriez-vous", "peux-tu", "merci d'avance", "por favor", "podrías"],
  ...["muchas gracias", "buenos días"],
  ...["非常感谢您的帮助", "非常感谢", "请问一下", "麻烦你了", "麻烦您了", "麻烦你", "麻烦您"],
  ...["你能不能帮我", "您能不能帮我", "能不能帮我", "你可以帮我", "您可以帮我", "可以帮我"],
  ...[
    "请帮我看看",
    "帮我看看",
    "帮我看一下",
    "请帮我",
    "能帮我",
    "帮我",
    "请问",
    "谢谢你",
    "谢谢您",
  ],
  ...["多谢", "谢谢", "感谢", "你好", "您好", "劳驾", "拜托", "辛苦了", "祝好", "请"],
  ...["お願いします", "ありがとうございます", "ありがとう", "すみません", "こんにちは"],
  ...["감사합니다", "부탁드립니다", "안녕하세요"],
];
