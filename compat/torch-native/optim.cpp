// Optimizer steps fused into one pass over a parameter.
#include "common.h"
