"""Opening a folder that holds a model and its tokenizer, offline, with one clear line where it fails."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import cast

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when transformers is imported
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

from preceptor.errors import BadData, BadInput, NotFound, ProviderError, near
from preceptor.models._local_generate import out_of_memory

DTYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}
VERSIONS = f"transformers {transformers.__version__}, torch {torch.__version__}"


def load(
    path: Path, options: Mapping[str, str]
) -> tuple[transformers.PreTrainedModel, transformers.PreTrainedTokenizerBase]:
    """Load a model onto its device, and its tokenizer.

    Args:
        options: `device` and `dtype`.

    Raises:
        NotFound: no such folder.
        BadInput: a folder without a model, or an option that is not allowed.
        BadData: the files are damaged, incomplete or of a kind that is not known.
        ProviderError: out of memory.
    """
    _check_folder(path)
    device = _device(options.get("device", "auto"))
    dtype = _dtype(options.get("dtype", "auto"), device)
    transformers.utils.logging.disable_progress_bar()
    try:
        tokenizer = AutoTokenizer.from_pretrained(path, local_files_only=True, trust_remote_code=False)
        model, info = cast(
            "tuple[transformers.PreTrainedModel, dict[str, set[str]]]",
            AutoModelForCausalLM.from_pretrained(
                path, local_files_only=True, trust_remote_code=False, dtype=dtype, output_loading_info=True
            ),
        )
        missing = sorted(info["missing_keys"])
        if not missing:
            model.to(device)  # type: ignore[arg-type]
            return model.eval(), tokenizer
    except Exception as error:
        if out_of_memory(error):
            advice = "use a smaller model or dtype=bfloat16"
            raise ProviderError(f"out of memory while loading {path} onto {device}; {advice}") from error
        line = str(error).strip().partition("\n")[0] or type(error).__name__
        raise BadData(f"cannot load {path}: {line}; copy the whole folder of a causal model again") from error
    raise BadData(
        f"{path} lacks {len(missing)} of the model's weights ({missing[0]}, ...), which would be random; "
        f"copy the folder again"
    )


def _check_folder(path: Path) -> None:
    if not path.is_dir():
        what = "is a file; name the folder that holds it" if path.exists() else "does not exist"
        raise NotFound(
            f"model folder {path} {what}; nothing is downloaded here: where there is a network, run "
            f"`hf download ORGANISATION/MODEL --local-dir {path}` and copy the folder"
        )
    for needed in ("config.json", "tokenizer_config.json"):
        if not (path / needed).exists():
            raise BadInput(
                f"{path} is no model folder: it has no {needed}; a model folder holds config.json, "
                f"tokenizer files and *.safetensors"
            )


def _device(name: str) -> torch.device:
    if name == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError as error:
        raise BadInput(f"no device {name!r}; give auto, cpu, cuda or cuda:N") from error
    if device.type == "cuda" and (device.index or 0) >= torch.cuda.device_count():
        raise BadInput(f"device={name}, and this machine shows {torch.cuda.device_count()} CUDA devices")
    return device


def _dtype(name: str, device: torch.device) -> "torch.dtype | str":
    if name == "auto":
        return torch.float32 if device.type == "cpu" else "auto"
    if name not in DTYPES:
        raise BadInput(f"no dtype {name!r}; give auto, {', '.join(DTYPES)}{near(name, DTYPES)}")
    return DTYPES[name]
