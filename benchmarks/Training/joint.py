"""The joint step of MNP in plain PyTorch, written from the paper's equations: answers a number of steps by the CPU microseconds of one.

Usage: joint.py FEATURES HIDDEN LATENT PROTOTYPES UNLABELLED ANOMALIES.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

torch.set_num_threads(1)
torch.manual_seed(1)
FEATURES, HIDDEN, LATENT, PROTOTYPES, UNLABELLED, ANOMALIES = map(int, sys.argv[1:])


class Detector(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(nn.Linear(FEATURES, HIDDEN), nn.LeakyReLU(), nn.Linear(HIDDEN, LATENT), nn.LeakyReLU())
        self.decoder = nn.Sequential(nn.Linear(LATENT, HIDDEN), nn.LeakyReLU(), nn.Linear(HIDDEN, FEATURES), nn.LeakyReLU())
        self.head = nn.Sequential(nn.Linear(LATENT + 2, 16), nn.LeakyReLU(), nn.Linear(16, 1), nn.Sigmoid())
        self.prototypes = nn.Parameter(torch.randn(PROTOTYPES, LATENT))

    def forward(self, x):
        z = self.encoder(x)
        error = F.smooth_l1_loss(self.decoder(z), x, reduction="none").mean(dim=1)
        unit = F.normalize(z, dim=1)
        distance = (unit.unsqueeze(1) - F.normalize(self.prototypes, dim=1)).pow(2).sum(dim=2)
        similarity = 1 / (1 + distance)
        nearest = similarity.max(dim=1).values
        score = self.head(torch.cat([unit, error.unsqueeze(1), nearest.unsqueeze(1)], dim=1)).squeeze(1)
        return error, similarity, nearest, score


def losses(error, similarity, nearest, score):
    n = UNLABELLED
    weight = torch.sigmoid(nearest[:n])
    weight = weight / weight.mean()
    unlabelled = (weight * error[:n]).mean()
    reconstruction = unlabelled + F.relu(unlabelled + 0.02 - error[n:]).mean()
    regression = (0.5 * (score[n:] - 1) ** 2).mean() + (weight * 0.5 * score[:n] ** 2).mean()
    contrast = -torch.log(torch.sigmoid((weight * nearest[:n]).mean() - nearest[n:].mean()))
    q = similarity[:n] / similarity[:n].sum(dim=1, keepdim=True)
    p = q**2 / q.sum(dim=0)
    p = p / p.sum(dim=1, keepdim=True)
    clustering = (p * torch.log(p / q)).sum()
    return torch.stack([reconstruction, regression, contrast + clustering])


detector = Detector()
optimizer = torch.optim.Adam(detector.parameters(), lr=0.005, weight_decay=1e-6)
rows = torch.rand(4000, FEATURES)
means = torch.ones(3)


def step():
    batch = rows[torch.randint(len(rows), (UNLABELLED + ANOMALIES,))]
    values = losses(*detector(batch))
    omega = torch.softmax(values.detach() / means, dim=0)
    optimizer.zero_grad()
    (omega * values).sum().backward()
    optimizer.step()


print("torch " + torch.__version__, flush=True)
for line in sys.stdin:
    steps = int(line)
    before = time.process_time()
    for _ in range(steps):
        step()
    print((time.process_time() - before) / steps * 1e6, flush=True)
