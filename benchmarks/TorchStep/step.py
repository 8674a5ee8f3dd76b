"""Reads a number of training steps per line and answers with their CPU microseconds per step."""

import sys
import time

import torch

SIZES = [36, 128, 64, 8, 64, 128, 36]

torch.set_num_threads(1)
torch.manual_seed(1)

layers = []
for i in range(1, len(SIZES)):
    layers.append(torch.nn.Linear(SIZES[i - 1], SIZES[i]))
    if i < len(SIZES) - 1:
        layers.append(torch.nn.ReLU())
model = torch.nn.Sequential(*layers)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
batch = torch.randn(128, SIZES[0])


def step():
    optimizer.zero_grad()
    loss = torch.nn.functional.mse_loss(model(batch), batch)
    loss.backward()
    optimizer.step()


print("torch " + torch.__version__, flush=True)
for line in sys.stdin:
    steps = int(line)
    before = time.process_time()
    for _ in range(steps):
        step()
    print((time.process_time() - before) / steps * 1e6, flush=True)
