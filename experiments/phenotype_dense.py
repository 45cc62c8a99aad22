"""A small embedding for the phenotype reader's `dense`, trained on the ontology's own names, synonyms and phrases.

    PRECEPTOR_DATA=../shared/data python experiments/phenotype_dense.py --out build/dense --size 128

Word pieces (a WordPiece vocabulary learnt from the phrases) are counted against the terms in whose phrases they
stand; positive pointwise mutual information, then a truncated singular value decomposition, give each piece its
direction; a phrase is the mean of its pieces, weighted by how rare they are. One core, under a minute.
"""

import argparse
from pathlib import Path

import numpy as np
from model2vec import StaticModel
from scipy.sparse import coo_array, csr_array
from scipy.sparse.linalg import svds
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.trainers import WordPieceTrainer

from preceptor.knowledge.hpo import hpo
from preceptor.pipelines.phenotype_reader._dictionary import english_phrases

PIECES = 8000


def pieces(phrases: list[str]) -> Tokenizer:
    made = Tokenizer(WordPiece(unk_token="[UNK]"))  # pyright: ignore[reportCallIssue]
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    made.train_from_iterator(
        phrases, WordPieceTrainer(vocab_size=PIECES, special_tokens=["[PAD]", "[UNK]"], show_progress=False)
    )
    return made


def counts(tokenizer: Tokenizer, phrases: list[str], terms: list[str]) -> csr_array:
    number = {term: place for place, term in enumerate(dict.fromkeys(terms))}
    rows, columns = [], []
    for phrase, term in zip(tokenizer.encode_batch(phrases), terms, strict=True):
        rows += phrase.ids
        columns += [number[term]] * len(phrase.ids)
    shape = (tokenizer.get_vocab_size(), len(number))
    return coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def directions(table: csr_array, size: int) -> np.ndarray:
    """Positive pointwise mutual information, its first singular directions, weighted by rarity."""
    pairs = table.tocoo()
    of_piece, of_term = np.asarray(table.sum(axis=1)).ravel(), np.asarray(table.sum(axis=0)).ravel()
    rows, columns = pairs.coords
    shared = np.log(pairs.data * table.sum() / (of_piece[rows] * of_term[columns]))
    informed = coo_array((np.maximum(shared, 0), (rows, columns)), shape=table.shape).tocsr()
    left, strength, _ = svds(informed, k=size, random_state=np.random.default_rng(0))
    vectors = left * np.sqrt(strength)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    rarity = np.log1p(table.shape[1] / np.maximum(np.asarray((table > 0).sum(axis=1)).ravel(), 1))
    return (vectors * rarity[:, None]).astype(np.float32)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--size", type=int, default=128)
    given = parser.parse_args()
    rows = [(phrase, code) for code, phrase, _ in english_phrases(hpo())]
    phrases, terms = [phrase for phrase, _ in rows], [code for _, code in rows]
    tokenizer = pieces(phrases)
    vectors = directions(counts(tokenizer, phrases, terms), given.size)
    StaticModel(vectors, tokenizer, config={"normalize": True}).save_pretrained(given.out)
    print(
        f"{len(phrases)} phrases of {len(set(terms))} terms, {len(vectors)} pieces of {given.size} in {given.out}"
    )


if __name__ == "__main__":
    main()
