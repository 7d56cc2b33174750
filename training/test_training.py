"""Tests of the training code, seconds long: `python -m unittest discover training`."""
import tempfile
import unittest
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from data.tokens import END, encoding
from export import export, load
from growth import grow, widen
from measure import model_bits, windows
from models.heads import VectorQuantiser
from models.transformer import Configuration, Transformer
from models.trunk2d import Decoder, Encoder
from muon import orthogonal
from objectives import MaskedDiffusion, NextToken, block_mask
from tied_loss import TiedCrossEntropy, TiedDivergence

SHAPE = Configuration(width=128, layers=2, heads=2, context=64, vocabulary=50)


def model(shape: Configuration = SHAPE) -> Transformer:
    torch.manual_seed(0)
    made = Transformer(shape)
    for weight in made.parameters():
        torch.nn.init.normal_(weight, 1.0 if weight.ndim == 1 else 0.0, 0.1)
    return made.eval()


class Models(unittest.TestCase):
    def test_a_later_id_moves_no_earlier_logit(self):
        ids = torch.randint(0, 50, (1, 20))
        other = ids.clone()
        other[0, 12] = (ids[0, 12] + 1) % 50
        with torch.no_grad():
            moved = (model()(ids) - model()(other)).abs().amax(dim=(0, 2))
        self.assertEqual(moved[:12].max(), 0)
        self.assertGreater(moved[12:].min(), 0)

    def test_growth_computes_the_same(self):
        ids = torch.randint(0, 50, (2, 16))
        small = model()
        large = Transformer(Configuration(width=128, layers=5, heads=2, context=64, vocabulary=50))
        large.load_state_dict(grow(small.state_dict(), large.shape)[0])
        with torch.no_grad():
            torch.testing.assert_close(large(ids), small(ids), atol=1e-5, rtol=0)

    def test_an_export_is_read_back_within_half_a_step(self):
        made = model()
        with tempfile.TemporaryDirectory() as folder:
            export(made.state_dict(), SHAPE, Path(folder) / "one.safetensors", end="3")
            back, said = load(Path(folder) / "one.safetensors")
        self.assertEqual(said["end"], "3")
        for name, weight in made.state_dict().items():
            step = weight.abs().amax(dim=-1, keepdim=True) / 127 if weight.ndim == 2 else torch.zeros(1)
            self.assertTrue(((back.state_dict()[name] - weight).abs() <= step / 2 + 1e-7).all(), name)

    def test_the_trunk_has_the_parameters_that_its_card_says(self):
        sizes = [sum(weight.numel() for weight in part.parameters()) for part in (Encoder(), Decoder())]
        self.assertEqual(sizes, [1_218_368, 1_495_107])
        pictures = torch.zeros(1, 3, 64, 40)
        self.assertEqual(Encoder()(pictures).shape, (1, 32, 8, 5))
        self.assertEqual(Decoder()(Encoder()(pictures)).shape, pictures.shape)

    def test_codes_decode_to_what_the_decoder_got(self):
        head = VectorQuantiser(codes=64).eval()
        features = torch.randn(2, 32, 4, 4)
        with torch.no_grad():
            torch.testing.assert_close(head(features)[0], head.decode(head.ids(head.directions(features))))


class Losses(unittest.TestCase):
    def gradients(self, loss_of):
        torch.manual_seed(1)
        hidden, embedding = torch.randn(300, 16, requires_grad=True), torch.randn(50, 16, requires_grad=True)
        loss = loss_of(hidden, embedding)
        return loss, *torch.autograd.grad(3 * loss, (hidden, embedding))

    def test_cross_entropy_is_autograds(self):
        target, weight = torch.randint(0, 50, (300,)), torch.rand(300)
        ours = self.gradients(lambda h, e: TiedCrossEntropy.apply(h, e, target, weight))
        theirs = self.gradients(lambda h, e: (F.cross_entropy(h @ e.T, target, reduction="none") * weight).sum())
        for one, two in zip(ours, theirs):
            torch.testing.assert_close(one, two, atol=1e-3, rtol=1e-4)

    def test_divergence_is_autograds(self):
        teacher, table = torch.randn(300, 8), torch.randn(50, 8)
        ours = self.gradients(lambda h, e: TiedDivergence.apply(h, e, teacher, table))
        theirs = self.gradients(lambda h, e: F.kl_div((h @ e.T).log_softmax(-1), (teacher @ table.T).log_softmax(-1), log_target=True, reduction="batchmean"))
        for one, two in zip(ours, theirs):
            torch.testing.assert_close(one, two, atol=1e-4, rtol=1e-4)

    def test_a_noisy_block_sees_itself_and_clean_blocks_before(self):
        mask = block_mask(4, 2, "cpu").int().tolist()
        self.assertEqual(mask[3], [0, 0, 1, 1, 1, 1, 0, 0])
        self.assertEqual(mask[0], [1, 1, 0, 0, 0, 0, 0, 0])
        self.assertEqual(mask[4], [0, 0, 0, 0, 1, 1, 0, 0])

    def test_an_even_model_costs_the_logarithm_of_its_ids(self):
        shape = Configuration(width=64, layers=1, heads=1, context=64, vocabulary=51, causal=False)
        made = Transformer(shape)
        torch.nn.init.zeros_(made.embedding.weight)
        ids = torch.randint(0, 50, (3, 33))
        for objective in [NextToken(made, made.hidden)] + [MaskedDiffusion(made, made.hidden, seed) for seed in range(8)]:
            rows = 51 if isinstance(objective, NextToken) else 50
            self.assertAlmostEqual(objective(ids).item(), np.log(rows), places=4)

    def test_muon_makes_matrices_nearly_orthogonal(self):
        torch.manual_seed(0)
        values = torch.linalg.svdvals(orthogonal(torch.randn(1, 64, 256)))
        self.assertGreater(values.min(), 0.4)
        self.assertLess(values.max(), 1.7)


class Measures(unittest.TestCase):
    def test_windows_score_every_id_once(self):
        document = np.arange(1, 1001)
        scored = np.concatenate([targets[done:] for _, targets, done in windows(document, 300)])
        np.testing.assert_array_equal(scored, document)

    def test_bits_are_those_of_the_whole_document(self):
        made, document = model(), np.random.default_rng(0).integers(0, 50, 40)
        ids = torch.from_numpy(np.concatenate(([1], document)))
        with torch.no_grad():
            expected = F.cross_entropy(made(ids[None, :-1])[0], ids[1:], reduction="sum").item() / np.log(2)
        got = model_bits(made, [document, document[:7]], end=1)
        self.assertAlmostEqual(got[0], expected, places=2)

    def test_ids_decode_to_their_text(self):
        encoder, text = encoding(), "Größe, 東京\r\n  <|endoftext|> it's 12345"
        ids = encoder.encode_ordinary(text)
        self.assertEqual(encoder.decode(ids), text)
        self.assertNotIn(END, ids)


if __name__ == "__main__":
    unittest.main()
