"""The forward pass of MNP as its authors wrote it, on given weights: answers lines of input by CPU microseconds per row, or a score.

Usage: forward.py WEIGHTS.json ROWS.f32 WIDTH. Lines: "row N" scores N rows one by one, "bulk N B" scores N rows in batches of B,
"score I" gives the score of row I.
"""

import json
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)


class Detector(nn.Module):
    def __init__(self, payload):
        super().__init__()
        self.tensors = {name: torch.tensor(t["values"]).reshape(t["shape"]) for name, t in payload["tensors"].items()}
        self.alpha = payload["settings"]["kernelDegree"]
        self.encoder = nn.Sequential(self.linear("encoder.0"), nn.LeakyReLU(), self.linear("encoder.1"), nn.LeakyReLU())
        self.decoder = nn.Sequential(self.linear("decoder.0"), nn.LeakyReLU(), self.linear("decoder.1"), nn.LeakyReLU())
        self.head = nn.Sequential(self.linear("score.0"), nn.LeakyReLU(), self.linear("score.1"), nn.Sigmoid())

    def linear(self, name):
        weight, bias = self.tensors[name + ".weight"], self.tensors[name + ".bias"]
        layer = nn.Linear(weight.shape[1], weight.shape[0])
        layer.weight.data, layer.bias.data = weight, bias
        return layer

    def forward(self, x):
        x = (x[:, self.tensors["scaling.kept"].long()] - self.tensors["scaling.offset"]) * self.tensors["scaling.scale"]
        z = self.encoder(x)
        error = F.smooth_l1_loss(self.decoder(z), x, reduction="none").mean(dim=1)
        unit = F.normalize(z, p=2, dim=1)
        prototypes = F.normalize(self.tensors["prototypes"], p=2, dim=1)
        distance = torch.sum((unit.unsqueeze(1) - prototypes) ** 2, 2)
        similarity = (1.0 + distance / self.alpha) ** (-(self.alpha + 1.0) / 2.0)
        largest = similarity.max(dim=1)[0]
        return self.head(torch.cat((unit, error.unsqueeze(1), largest.unsqueeze(1)), dim=1))


with open(sys.argv[1]) as file:
    detector = Detector(json.load(file))
rows = torch.from_numpy(numpy.fromfile(sys.argv[2], dtype=numpy.float32).reshape(-1, int(sys.argv[3])))


def bulk(count, size):
    done = 0
    while done < count:
        start = done % len(rows)
        batch = rows[start:start + min(size, count - done)]
        detector(batch)
        done += len(batch)


print("torch " + torch.__version__, flush=True)
with torch.no_grad():
    for line in sys.stdin:
        verb, *numbers = line.split()
        numbers = [int(n) for n in numbers]
        if verb == "score":
            print(detector(rows[numbers[0]:numbers[0] + 1]).item(), flush=True)
            continue
        before = time.process_time()
        bulk(numbers[0], 1 if verb == "row" else numbers[1])
        print((time.process_time() - before) / numbers[0] * 1e6, flush=True)
