"""What OpenAI's SDK for Python makes of the gateway; one JSON document on stdout.

Arguments: the gateway's base URL. Providers: `sim`, our simulator; `mock`, aimock.
"""

import json
import sys

import openai

client = openai.OpenAI(base_url=sys.argv[1], api_key="unused", max_retries=0)
HI = [{"role": "user", "content": "Hi"}]
WEATHER = {
    "type": "function",
    "function": {
        "name": "weather",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
    },
}


def user(content):
    return [{"role": "user", "content": content}]


def chat():
    answer = client.chat.completions.create(model="mock/gpt-4o", messages=user("hello"))
    return {"text": answer.choices[0].message.content, "total": answer.usage.total_tokens}


def stream():
    chunks = list(
        client.chat.completions.create(model="mock/gpt-4o", messages=user("hello"), stream=True)
    )
    return {
        "text": "".join(chunk.choices[0].delta.content or "" for chunk in chunks),
        "usage_chunks": sum(chunk.usage is not None for chunk in chunks),
    }


def stream_helper():
    with client.chat.completions.stream(
        model="sim/chunks=40,splitUtf8=1,newline=crlf",
        messages=HI,
        stream_options={"include_usage": True},
    ) as events:
        final = events.get_final_completion()
    return {
        "starts": final.choices[0].message.content[:5],
        "completion": final.usage.completion_tokens,
    }


def tools():
    messages = user("weather?")
    first = client.chat.completions.create(model="mock/gpt-4o", messages=messages, tools=[WEATHER])
    call = first.choices[0].message.tool_calls[0]
    messages.append(first.choices[0].message)
    messages.append({"role": "tool", "tool_call_id": call.id, "content": "sunny"})
    second = client.chat.completions.create(model="mock/gpt-4o", messages=messages, tools=[WEATHER])
    return {
        "asked": json.loads(call.function.arguments),
        "text": second.choices[0].message.content,
    }


def structured():
    class Answer(openai.BaseModel):
        answer: int

    parsed = client.chat.completions.parse(
        model="mock/gpt-4o", messages=user("structured"), response_format=Answer
    )
    return {"answer": parsed.choices[0].message.parsed.answer}


def embeddings():
    def vectors(**options):
        answer = client.embeddings.create(model="sim/m", input=["one", "two"], **options)
        return [[round(number, 6) for number in item.embedding] for item in answer.data]

    decoded, floats = vectors(), vectors(encoding_format="float")
    short = vectors(dimensions=3)
    return {"same": decoded == floats, "sizes": [len(floats[0]), len(short[0])]}


def completions():
    answer = client.completions.create(model="sim/m", prompt="Once")
    return {"characters": len(answer.choices[0].text)}


def models():
    ids = [model.id for model in client.models.list()]
    return {"listed": "gpt-4o-mini" in ids, "one": client.models.retrieve("gpt-4o-mini").id}


def errors():
    seen = {}
    for status in [400, 401, 403, 404, 409, 422, 429, 500, 503, 529]:
        try:
            client.chat.completions.create(model=f"sim/status={status},retryAfter=9", messages=HI)
        except openai.APIStatusError as error:
            after = error.response.headers.get("retry-after")
            seen[str(status)] = [type(error).__name__, after]
    try:
        client.chat.completions.create(model="nobody/m", messages=HI)
    except openai.NotFoundError as error:
        seen["own"] = [error.code, error.param, error.type]
    return seen


def broken():
    seen = 0
    try:
        for chunk in client.chat.completions.create(
            model="sim/chunks=9,usage=every,fault=reset@3", messages=HI, stream=True
        ):
            seen += bool(chunk.choices[0].delta.content)
    except openai.APIError as error:
        return {"seen": seen, "code": error.code}


def abort():
    stream = client.chat.completions.create(
        model="sim/chunks=2000,cadence=5,usage=every", messages=HI, stream=True
    )
    for index, _ in enumerate(stream):
        if index == 3:
            break
    stream.close()
    return {}


SCENARIOS = [
    chat,
    stream,
    stream_helper,
    tools,
    structured,
    embeddings,
    completions,
    models,
    errors,
    broken,
    abort,
]
print(json.dumps({scenario.__name__: scenario() for scenario in SCENARIOS}))
