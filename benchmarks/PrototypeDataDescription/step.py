"""Reads a number of training steps per line and answers with their CPU microseconds per step.

A step is what StepTimes.cs does: the generator's, the discriminator's and the prototype loss's step of the compact networks for 28x28.
"""

import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

BATCH, CLASSES, SHOTS, NOISE = 100, 9, 20, 100

torch.set_num_threads(1)
torch.manual_seed(1)


def convolution(inputs, outputs, stride):
    return [nn.Conv2d(inputs, outputs, 3, stride, 1), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.01)]


def upsampling(inputs, outputs, stride):
    return [nn.ConvTranspose2d(inputs, outputs, 3, stride, 1, stride - 1), nn.BatchNorm2d(outputs), nn.LeakyReLU(0.01)]


trunk = nn.Sequential(
    *convolution(1, 8, 1), *convolution(8, 16, 2), *convolution(16, 32, 2), *convolution(32, 64, 1), nn.Flatten())
discriminator = nn.Sequential(trunk, nn.Linear(64 * 49, 1))
generator = nn.Sequential(
    nn.Linear(NOISE, 64 * 49), nn.BatchNorm1d(64 * 49), nn.ReLU(), nn.Unflatten(1, (64, 7, 7)),
    *upsampling(64, 32, 2), *upsampling(32, 16, 1), nn.ConvTranspose2d(16, 1, 3, 2, 1, 1), nn.Tanh())
generator_parameters = list(generator.parameters())
generator_optimizer = torch.optim.Adam(generator_parameters, 1e-3, betas=(0.5, 0.999))
discriminator_optimizer = torch.optim.Adam(discriminator.parameters(), 1e-4, betas=(0.5, 0.999))
prototype_optimizer = torch.optim.Adam(trunk.parameters(), 3e-5, betas=(0.5, 0.999))

rows = torch.rand(BATCH, 1, 28, 28)
prototypes = torch.rand(CLASSES * SHOTS, 1, 28, 28)
classes = torch.arange(CLASSES * SHOTS) // SHOTS
j, k = torch.triu_indices(CLASSES * SHOTS, CLASSES * SHOTS, 1)
places = j * CLASSES * SHOTS + k
intra_places = places[classes[j] == classes[k]]
inter_places = places[classes[j] != classes[k]]


def cross_entropy(logit, real):
    return F.binary_cross_entropy_with_logits(logit, torch.ones_like(logit) if real else torch.zeros_like(logit))


def step():
    discriminator.train()
    generator_optimizer.zero_grad()
    loss = cross_entropy(discriminator(generator(torch.randn(BATCH, NOISE))), True)
    loss.backward(inputs=generator_parameters)
    generator_optimizer.step()

    discriminator_optimizer.zero_grad()
    with torch.no_grad():
        fakes = generator(torch.randn(BATCH, NOISE))
    loss = cross_entropy(discriminator(fakes), False) + cross_entropy(discriminator(rows), True)
    loss.backward()
    discriminator_optimizer.step()

    trunk.eval()
    prototype_optimizer.zero_grad()
    z = trunk(prototypes)
    z = z - z.detach().mean(0, keepdim=True)
    norms = z.square().sum(1)
    d = torch.addmm(norms[:, None] + norms, z, z.t(), alpha=-2).clamp_min(0).add(1e-12).sqrt().reshape(-1)
    intra, inter = d[intra_places], d[inter_places]
    loss = (intra - intra.detach().quantile(0.5)).relu().sum() + 3 * (inter.detach().quantile(0.25) - inter).relu().sum()
    loss.backward()
    prototype_optimizer.step()


print("torch " + torch.__version__, flush=True)
for line in sys.stdin:
    steps = int(line)
    before = time.process_time()
    for _ in range(steps):
        step()
    print((time.process_time() - before) / steps * 1e6, flush=True)
