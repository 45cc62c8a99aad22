"""The limit: the least that a program can do to ask every question once and write the results.

    python benchmarks/bare_loop.py items.jsonl http://127.0.0.1:PORT/v1 64 results.jsonl [SAMPLES [CPU_MS]]

SAMPLES asks every item several times and takes the majority; CPU_MS computes for so long per item. One event loop, one connection pool, no retries, no cache, no checks. It reads the same lines, sends the
same prompts, scores and writes one line per item as it is answered, like every program it is compared to.
"""

import asyncio
import re
import sys
import time
from collections import Counter

import aiohttp
import orjson

JSON = {"Content-Type": "application/json"}


def compute(cost_s: float) -> None:
    """Spend processor time."""
    end = time.thread_time() + cost_s
    while time.thread_time() < end:
        pass


async def main(
    items: str, url: str, concurrency: int, results: str, samples: int = 1, cpu_ms: float = 0.0
) -> None:
    """Ask all items and write the results."""
    right = 0
    free = asyncio.Semaphore(concurrency)
    with open(items, "rb") as source, open(results, "wb", buffering=0) as out:
        rows = iter(source)

        async def ask(session: aiohttp.ClientSession, prompt: str, seed: int) -> str:
            request = {"model": "loopback", "messages": [{"role": "user", "content": prompt}]}
            if samples > 1:
                request["seed"] = seed
            async with (
                free,
                session.post(f"{url}/chat/completions", data=orjson.dumps(request), headers=JSON) as sent,
            ):
                reply = orjson.loads(await sent.read())
            return reply["choices"][0]["message"]["content"]

        async def worker(session: aiohttp.ClientSession) -> None:
            nonlocal right
            for line in rows:
                item = orjson.loads(line)
                compute(cpu_ms / 1000)
                if samples > 1:
                    texts = await asyncio.gather(
                        *(ask(session, item["prompt"], seed) for seed in range(samples))
                    )
                else:
                    texts = [await ask(session, item["prompt"], 0)]
                letters = [found[-1] for text in texts if (found := re.findall(r"\b[A-D]\b", text))]
                score = float(bool(letters) and Counter(letters).most_common(1)[0][0] == item["answer"])
                right += score
                out.write(orjson.dumps({"id": item["id"], "texts": texts, "score": score}) + b"\n")

        connector = aiohttp.TCPConnector(limit=concurrency)
        async with aiohttp.ClientSession(connector=connector) as session:
            await asyncio.gather(*(worker(session) for _ in range(concurrency)))
    print(f"right: {right:.0f}")


if __name__ == "__main__":
    extra = [float(value) for value in sys.argv[5:7]]
    asyncio.run(
        main(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4], *map(int, extra[:1]), *extra[1:])
    )
