// Layers and losses that need more than one tensor operation.
#include "common.h"
