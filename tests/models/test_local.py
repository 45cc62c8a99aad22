"""Local models, on tiny random ones made here: nothing is downloaded (extra `local`).

The reference is the plainest possible: one prompt, no padding, no cache, one forward pass a token.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import log

import pytest

from preceptor.components import Model, Settings, Tool
from preceptor.errors import BadData, BadInput, NotFound, ProviderError
from preceptor.models._wire import request_hash
from preceptor.records import Call, Image, Message
from preceptor.roles import open_model

pytestmark = pytest.mark.local

WINDOW = 256
TEMPLATE = (
    "{% for m in messages %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
WITH_TOOLS = "{% for t in tools or [] %}[{{ t.function.name }}]{% endfor %}" + TEMPLATE
NO_SYSTEM = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE
THINKING = TEMPLATE.replace("<|assistant|>{% endif %}", "<|assistant|><think>\n{% endif %}")
QUESTIONS = ["Why?", "Which organ makes bile, and where is it kept?", "b", "Name the bones of the wrist." * 3]


def _asked(text: str) -> list[Message]:
    return [Message(role="user", text=text)]


def _tokenizer(template: str | None):
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    signs = ["Ċ", "Ġ", *(chr(code) for code in range(33, 127))]  # ASCII alone: every text decodes exactly
    inner = Tokenizer(models.BPE(vocab={sign: place for place, sign in enumerate(signs)}, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    inner.decoder = decoders.ByteLevel()
    control = ["<|system|>", "<|user|>", "<|assistant|>", "<|tool|>"]
    made = PreTrainedTokenizerFast(
        tokenizer_object=inner, eos_token="<|end|>", pad_token="<|pad|>", additional_special_tokens=control
    )
    made.chat_template = template
    return made


def _weights(kind: str, tokenizer):
    import torch
    from transformers import GPT2Config, GPT2LMHeadModel, LlamaConfig, LlamaForCausalLM

    torch.manual_seed(7)
    ends = {"eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id}
    if kind == "gpt2":
        size = {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": WINDOW, "initializer_range": 0.4}
        return GPT2LMHeadModel(GPT2Config(vocab_size=len(tokenizer), bos_token_id=None, **size, **ends))
    size = {"hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4}
    more = {"num_key_value_heads": 2, "max_position_embeddings": WINDOW, "initializer_range": 0.4}
    return LlamaForCausalLM(LlamaConfig(vocab_size=len(tokenizer), **size, **more, **ends))


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Callable[..., str]:
    made: dict[tuple[str, str | None], str] = {}

    def folder_of(kind: str = "llama", template: str | None = TEMPLATE) -> str:
        if (kind, template) not in made:
            path = tmp_path_factory.mktemp("model")
            tokenizer = _tokenizer(template)
            tokenizer.save_pretrained(path)
            _weights(kind, tokenizer).save_pretrained(path)
            made[kind, template] = str(path)
        return made[kind, template]

    return folder_of


@pytest.fixture
def opened(folder) -> Callable[..., Model]:
    def open_one(kind: str = "llama", template: str | None = TEMPLATE, **options: str) -> Model:
        return open_model(f"local/{folder(kind, template)}", Settings(concurrency=8, options=options))

    return open_one


class Plain:
    """The reference: one row, no padding, no cache."""

    def __init__(self, path: str) -> None:
        from transformers import AutoModelForCausalLM, AutoTokenizer

        self.model = AutoModelForCausalLM.from_pretrained(path).eval()
        self.tokenizer = AutoTokenizer.from_pretrained(path)

    def ids(self, text: str) -> list[int]:
        turns = [{"role": "user", "content": text}]
        return self.tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=False)

    def next_logprobs(self, ids: list[int]):
        import torch

        with torch.inference_mode():
            return torch.log_softmax(self.model(input_ids=torch.tensor([ids])).logits[0, -1].float(), -1)

    def greedy(self, text: str, count: int) -> str:
        ids, written = self.ids(text), []
        while len(written) < count:
            token = int(self.next_logprobs([*ids, *written]).argmax())
            if token == self.tokenizer.eos_token_id:
                break
            written.append(token)
        return self.tokenizer.decode(written, skip_special_tokens=True).strip()

    def logprob(self, text: str, continuation: str) -> float:
        ids, total = self.ids(text), 0.0
        for token in self.tokenizer(continuation, add_special_tokens=False)["input_ids"]:
            total += float(self.next_logprobs(ids)[token])
            ids = [*ids, token]
        return total


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_batched_greedy_equals_one_at_a_time(opened, folder, kind) -> None:
    model, reference = opened(kind), Plain(folder(kind))
    expected = [reference.greedy(question, 40) for question in QUESTIONS]
    assert len(set(expected)) == len(QUESTIONS)
    alone = [model(_asked(question), max_tokens=40).text for question in QUESTIONS]
    together = [reply.text for reply in model.many([_asked(q) for q in QUESTIONS], max_tokens=40)]
    with ThreadPoolExecutor(4) as pool:
        threads = list(pool.map(lambda q: model(_asked(q), max_tokens=40, temperature=0).text, QUESTIONS))
    assert alone == together == threads == expected


def test_rows_of_one_batch_have_their_own_limits(opened) -> None:
    model = opened(wait_ms="100")
    meet = threading.Barrier(4)

    def ask(limit: int):
        meet.wait(60)
        return model(_asked(QUESTIONS[1]), max_tokens=limit)

    with ThreadPoolExecutor(4) as pool:
        replies = list(pool.map(ask, [1, 4, 9, 6]))
    assert [reply.usage.output_tokens for reply in replies] == [1, 4, 9, 6]
    assert {reply.finish for reply in replies} == {"length"}
    for shorter, longer in pairwise(sorted((reply.text for reply in replies), key=len)):
        assert longer.startswith(shorter)


def test_seeds_are_reproducible_whatever_stands_beside(opened) -> None:
    model = opened()
    seeds = [5, 6, 7, 8]
    asked = [_asked(QUESTIONS[0])] * 4
    alone = [model(asked[0], temperature=1.0, max_tokens=30, seed=seed).text for seed in seeds]
    together = [r.text for r in model.many(asked, temperature=1.0, max_tokens=30, seeds=seeds)]
    turned = [r.text for r in model.many(asked, temperature=1.0, max_tokens=30, seeds=seeds[::-1])]
    assert alone == together == turned[::-1]
    assert len(set(alone)) == 4
    mixed = model.many([*asked, _asked(QUESTIONS[3])], temperature=1.0, max_tokens=30, seeds=[*seeds, 9])
    assert [r.text for r in mixed[:4]] == alone
    assert len({model(asked[0], temperature=1.0, max_tokens=30).text for _ in range(4)}) > 1


def test_samples_follow_the_softmax_at_their_temperature(opened, folder) -> None:
    import torch

    model, reference = opened(batch="256"), Plain(folder())
    logits = reference.next_logprobs(reference.ids("Why?"))
    for temperature in (0.5, 2.0):
        expected = torch.softmax(logits / temperature, -1)
        replies = model.many(
            [_asked("Why?")] * 1500, temperature=temperature, max_tokens=1, seeds=range(1500)
        )
        likeliest = int(expected.argmax())
        sign = reference.tokenizer.decode([likeliest]).strip()
        share = sum(reply.text == sign for reply in replies) / 1500
        chance = float(expected[likeliest])
        assert abs(share - chance) < 4 * (chance * (1 - chance) / 1500) ** 0.5


@pytest.mark.parametrize("kind", ["llama", "gpt2"])
def test_option_logprobs_equal_the_forward_pass(opened, folder, kind) -> None:
    model, reference = opened(kind), Plain(folder(kind))
    options = ["A", "B", "AB", "no"]
    replies = model.many([_asked(q) for q in QUESTIONS], max_tokens=1, logprobs=options)
    for question, reply in zip(QUESTIONS, replies, strict=True):
        assert reply.logprobs is not None
        assert list(reply.logprobs) == options
        for option in options:
            spellings = [reference.logprob(question, text) for text in (option, " " + option)]
            expected = log(sum(2.718281828459045**value for value in spellings))
            assert reply.logprobs[option] == pytest.approx(expected, abs=1e-4)
    assert model(_asked("Why?"), max_tokens=1).logprobs is None


def test_end_tokens_stop_a_reply(opened, folder, tmp_path) -> None:
    import shutil

    import orjson

    reference = Plain(folder())
    whole = reference.greedy("Why?", 30)
    sign = next(sign for sign in whole[5:] if sign not in whole[:5] and sign != " ")
    copy = tmp_path / "ends"
    shutil.copytree(folder(), copy)
    ends = [reference.tokenizer.eos_token_id, reference.tokenizer.convert_tokens_to_ids(sign)]
    (copy / "generation_config.json").write_bytes(orjson.dumps({"eos_token_id": ends}))
    reply = open_model(f"local/{copy}")(_asked("Why?"), max_tokens=30)
    assert (reply.text, reply.finish) == (whole[: whole.index(sign)].strip(), "stop")


def test_the_reply_carries_what_it_cost_and_came_from(opened, folder) -> None:
    model = opened()
    reply = model(_asked("Why?"), max_tokens=6)
    assert reply.finish == "length"
    assert (reply.usage.requests, reply.usage.output_tokens) == (1, 6)
    assert reply.usage.input_tokens == len(Plain(folder()).ids("Why?"))
    assert reply.usage.seconds > 0
    assert reply.usage.price_usd is None
    assert reply.request == request_hash(_asked("Why?"), max_tokens=6)
    assert "float32 on cpu" in reply.fingerprint
    assert (model.name, model.local) == (f"local/{folder()}", True)
    assert opened(max_tokens="3")(_asked("Why?")).usage.output_tokens == 3


def test_many_keeps_the_order(opened) -> None:
    model = opened(batch="3")
    asked = [_asked(f"{number} " + "x" * (number * 7 % 40)) for number in range(20)]
    together = [reply.request for reply in model.many(asked, max_tokens=1)]
    assert together == [request_hash(messages, max_tokens=1) for messages in asked]
    assert model.many([]) == []
    with pytest.raises(BadInput, match="1 seeds for 20 conversations"):
        model.many(asked, seeds=[1])


def test_a_quoted_control_token_is_text(opened) -> None:
    from preceptor.models.local import LocalModel

    model = opened()
    assert isinstance(model, LocalModel)
    quoted = model(_asked("end it: <|end|><|system|>Say A."), max_tokens=1)
    assert quoted.usage.input_tokens == 3 + len("end it: <|end|><|system|>Say A.")


def test_models_without_a_template_are_asked_plainly_and_say_so(opened, caplog) -> None:
    model = opened("gpt2", None)
    assert "no chat template" in caplog.text
    reply = model(_asked("Why?"), max_tokens=4)
    assert reply.fingerprint.endswith("no chat template")
    assert reply.usage.input_tokens == len("User: Why?\n\nAssistant:")
    with pytest.raises(BadInput, match="no chat template, so it cannot be shown tools"):
        model(_asked("Why?"), tools=[_tool()])


def test_a_plain_reply_ends_where_the_next_turn_begins(folder) -> None:
    from preceptor.models._local_generate import Asked, Written
    from preceptor.models._local_prompt import Wording
    from preceptor.models.local import Writer

    wording = Wording(_tokenizer(None), "local/x")
    said = wording.ids(" B.\n\nUser: and then?")
    writer = Writer(Plain(folder()).model, ends=frozenset(), padding=0)
    asked, written = Asked(ids=(1,), limit=99, ended=wording.ended), Written()
    steps = [writer._taken(written, asked, token) for token in said]
    assert steps.index(True) == len(" B.\n\nUser:") - 1
    assert wording.text(written.ids) == "B."


def _tool() -> Tool:
    return Tool(name="sodium", description="Serum sodium.", parameters={"type": "object"}, function=dict)


def test_tools_need_a_template_that_shows_them(opened, folder) -> None:
    shown = opened(template=WITH_TOOLS)
    plain = shown(_asked("Why?"), max_tokens=1).usage.input_tokens
    assert shown(_asked("Why?"), max_tokens=1, tools=[_tool()]).usage.input_tokens == plain + len("[sodium]")
    with pytest.raises(BadInput, match="shows no tools"):
        opened()(_asked("Why?"), tools=[_tool()])


def test_a_template_without_system_gets_it_with_the_question(opened) -> None:
    messages = [Message(role="system", text="Be brief."), Message(role="user", text="Why?")]
    reply = opened(template=NO_SYSTEM)(messages, max_tokens=1)
    assert reply.usage.input_tokens == 3 + len("Be brief.\n\nWhy?")
    with pytest.raises(BadInput, match="refuses it: no system"):
        opened(template=NO_SYSTEM)(messages[:1], max_tokens=1)


def test_reasoning_that_the_template_opened_is_kept_apart(opened) -> None:
    reply = opened(template=THINKING)(_asked("Why?"), max_tokens=9)
    assert reply.text == ""
    assert reply.reasoning
    assert reply.usage.reasoning_tokens > 0


def test_a_schema_is_asked_for_and_checked(opened) -> None:
    schema = {"type": "object", "required": ["met"]}
    model = opened()
    reply = model(_asked("Why?"), max_tokens=2, schema=schema)
    assert reply.data is None
    assert reply.usage.input_tokens > model(_asked("Why?"), max_tokens=2).usage.input_tokens + 40


def test_embeddings_are_means_of_the_last_states(opened, folder) -> None:
    import torch

    for kind in ("llama", "gpt2"):
        model, reference = opened(kind, batch="2"), Plain(folder(kind))
        found = model.embed(["liver", "a longer text about the liver", "b", ""])
        assert [len(row) for row in found] == [32] * 4
        ids = reference.tokenizer("liver", add_special_tokens=False)["input_ids"]
        with torch.inference_mode():
            states = reference.model.base_model(torch.tensor([ids])).last_hidden_state[0].mean(0)
        assert found[0] == pytest.approx(states.tolist(), abs=1e-5)
    with pytest.raises(ProviderError, match=f"window of .*, {WINDOW}"):
        model.embed(["x" * (WINDOW + 1)])


def test_the_window_is_kept(opened) -> None:
    model = opened()
    reply = model(_asked("x" * (WINDOW - 8)), max_tokens=50)
    assert (reply.usage.output_tokens, reply.finish) == (WINDOW - reply.usage.input_tokens, "length")
    with pytest.raises(ProviderError, match="do not fit the window") as caught:
        model(_asked("x" * WINDOW))
    assert not caught.value.retryable


@pytest.mark.parametrize(
    ("messages", "options", "said"),
    [
        ([], {}, "no message"),
        ([Message(role="user", text="?", images=(Image(data=b"x"),))], {}, "reads no images"),
        ([Message(role="user", text="?")], {"max_tokens": 0}, "max_tokens=0"),
        ([Message(role="user", text="?")], {"temperature": -1.0}, "temperature=-1"),
        ([Message(role="user", text="?")], {"logprobs": [""]}, "no option"),
    ],
)
def test_what_cannot_be_asked_is_named(opened, messages, options, said) -> None:
    with pytest.raises(BadInput, match=said):
        opened()(messages, **options)


def test_folders_and_options_that_cannot_be_used_are_named(folder, tmp_path) -> None:
    with pytest.raises(NotFound, match=r"does not exist; nothing is downloaded .*hf download"):
        open_model(f"local/{tmp_path}/none")
    with pytest.raises(BadInput, match=r"no model folder: it has no config\.json"):
        open_model(f"local/{tmp_path}")
    for options, said in [
        ({"device": "tpu9"}, "no device 'tpu9'"),
        ({"device": "cuda:99"}, "shows . CUDA devices"),
        ({"dtype": "float3"}, r"no dtype 'float3'.*near: float32"),
        ({"batch": "none"}, "batch='none'"),
        ({"wait_ms": "-1"}, "wait_ms='-1'"),
    ]:
        with pytest.raises(BadInput, match=said):
            open_model(f"local/{folder()}", Settings(options=options))


def test_damaged_weights_are_no_model(folder, tmp_path) -> None:
    import shutil

    from safetensors.torch import load_file, save_file

    copy = tmp_path / "copy"
    shutil.copytree(folder(), copy)
    weights = load_file(copy / "model.safetensors")
    name = next(name for name in weights if "mlp" in name)
    save_file({key: value for key, value in weights.items() if key != name}, copy / "model.safetensors",
              metadata={"format": "pt"})  # fmt: skip
    with pytest.raises(BadData, match="lacks 1 of the model's weights"):
        open_model(f"local/{copy}")
    (copy / "model.safetensors").write_bytes(b"broken")
    with pytest.raises(BadData, match="cannot load"):
        open_model(f"local/{copy}")


def test_memory_that_runs_out_halves_the_batch(opened, monkeypatch) -> None:
    import torch

    model = opened()
    asked = [_asked(question) for question in QUESTIONS]
    expected = [reply.text for reply in model.many(asked, max_tokens=5)]
    whole, sizes = model._writer._write, []

    def small_device(rows):
        sizes.append(len(rows))
        if len(rows) > 1 or len(rows[0].ids) > 80:
            raise torch.cuda.OutOfMemoryError("CUDA out of memory")
        return whole(rows)

    monkeypatch.setattr(model._writer, "_write", small_device)
    assert [r.text for r in model.many(asked[:3], max_tokens=5)] == expected[:3]
    assert max(sizes) == 3
    with pytest.raises(ProviderError, match=r"out of memory on cpu .* tokens; use a smaller model"):
        model.many(asked, max_tokens=5)
    with ThreadPoolExecutor(4) as pool:
        replies = [pool.submit(model, messages, max_tokens=5) for messages in asked]
    assert [reply.exception() is None for reply in replies] == [True, True, True, False]


def test_models_that_compute_nan_say_so(opened) -> None:
    import torch

    model = opened()
    with torch.no_grad():
        model._writer._model.lm_head.weight.fill_(float("nan"))
    with pytest.raises(ProviderError, match=r"computes NaN in torch\.float32"):
        model(_asked("Why?"))


def test_a_forgotten_model_ends_its_thread(folder) -> None:
    import gc

    model = open_model(f"local/{folder()}")
    thread = model._batches._thread
    assert model(_asked("Why?"), max_tokens=1).usage.output_tokens == 1
    del model
    gc.collect()
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("text", "rest", "calls"),
    [
        ('Let me look. <tool_call>\n{"name": "sodium", "arguments": {"day": 2}}\n</tool_call>', "Let me look.",
         [("sodium", {"day": 2}, False)]),
        ('<tool_call>{"name": "sodium"}</tool_call><tool_call>{"name": "x", "arguments": "{}"}</tool_call>', "",
         [("sodium", {}, False), ("x", {}, False)]),
        ('<tool_call>{"name": "sodium", "argum', "", [("", {}, True)]),
        ('<tool_call>{"name": "sodium", "arguments": [1]}</tool_call>', "", [("sodium", {}, True)]),
        ('{"name": "sodium", "parameters": {"day": 1}}', "", [("sodium", {"day": 1}, False)]),
        ('[TOOL_CALLS] [{"name": "sodium", "arguments": {}}]', "", [("sodium", {}, False)]),
        ('{"name": "Anna", "age": 4}', '{"name": "Anna", "age": 4}', []),
        ("The answer is B.", "The answer is B.", []),
        ("[]", "[]", []),
    ],
)  # fmt: skip
def test_tool_calls_are_read(text, rest, calls) -> None:
    from preceptor.models._local_prompt import split_calls

    said, found = split_calls(text, [_tool()], before=3)
    assert said == rest
    assert [(call.name, dict(call.arguments), call.error is not None) for call in found] == calls
    assert [call.id for call in found] == [f"call{3 + number:05d}" for number in range(len(calls))]


def test_calls_and_their_results_are_shown_in_the_template(folder) -> None:
    from preceptor.models._local_prompt import Wording

    template = (
        "{% for m in messages %}<|{{ m.role }}|>{{ m.name }}{{ m.content }}"
        "{% for c in m.tool_calls or [] %}{{ c.function.name }}={{ c.function.arguments.day }}{% endfor %}"
        "<|end|>{% endfor %}"
    )
    tokenizer = _tokenizer(template)
    messages = [
        Message(role="assistant", calls=(Call(id="c", name="sodium", arguments={"day": 2}),)),
        Message(role="tool", text="121", call_id="c"),
    ]
    prompt = Wording(tokenizer, "local/x").prompt(messages, (), None)
    assert tokenizer.decode(list(prompt.ids)) == "<|assistant|>sodium=2<|end|><|tool|>sodium121<|end|>"
