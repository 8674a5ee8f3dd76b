// Views, joins, splits, and picking elements by index.
#include "common.h"
#include <ATen/TensorIndexing.h>

using namespace tc;

#define TC_SHAPED(name) \
  TC_API(name)(TensorIn self, const int64_t* sizes, int64_t count, TensorOut out) { \
    return guarded([&] { give(out, self->name(ints(sizes, count))); }); \
  }

TC_SHAPED(view)
TC_SHAPED(reshape)
TC_SHAPED(permute)
TC_SHAPED(repeat)
TC_SHAPED(tile)
TC_SHAPED(flip)

TC_API(broadcast_to)(TensorIn self, const int64_t* sizes, int64_t count, TensorOut out) {
  return guarded([&] { give(out, at::broadcast_to(*self, ints(sizes, count))); });
}

TC_API(expand)(TensorIn self, const int64_t* sizes, int64_t count, bool implicit, TensorOut out) {
  return guarded([&] { give(out, self->expand(ints(sizes, count), implicit)); });
}

TC_API(flatten)(TensorIn self, int64_t start_dim, int64_t end_dim, TensorOut out) {
  return guarded([&] { give(out, at::flatten(*self, start_dim, end_dim)); });
}

TC_API(unflatten)(TensorIn self, int64_t dim, const int64_t* sizes, int64_t count, TensorOut out) {
  return guarded([&] { give(out, self->unflatten(dim, ints(sizes, count))); });
}

TC_API(squeeze)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->squeeze()); });
}

TC_API(squeeze_)(TensorIn self) {
  return guarded([&] { self->squeeze_(); });
}

#define TC_AT_DIM(name) \
  TC_API(name)(TensorIn self, int64_t dim, TensorOut out) { \
    return guarded([&] { give(out, self->name(dim)); }); \
  }

TC_AT_DIM(unsqueeze)
TC_AT_DIM(diag)
TC_AT_DIM(tril)
TC_AT_DIM(tril_)
TC_AT_DIM(triu)
TC_AT_DIM(triu_)

TC_API(squeeze_dim)(TensorIn self, int64_t dim, TensorOut out) {
  return guarded([&] { give(out, self->squeeze(dim)); });
}

TC_API(squeeze_dim_)(TensorIn self, int64_t dim) {
  return guarded([&] { self->squeeze_(dim); });
}

TC_API(unsqueeze_)(TensorIn self, int64_t dim) {
  return guarded([&] { self->unsqueeze_(dim); });
}

TC_API(transpose)(TensorIn self, int64_t dim0, int64_t dim1, TensorOut out) {
  return guarded([&] { give(out, self->transpose(dim0, dim1)); });
}

TC_API(transpose_)(TensorIn self, int64_t dim0, int64_t dim1) {
  return guarded([&] { self->transpose_(dim0, dim1); });
}

TC_API(t)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->t()); });
}

TC_API(numpy_T)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->numpy_T()); });
}

TC_API(mT)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, self->mT()); });
}

TC_API(diagonal)(TensorIn self, int64_t offset, int64_t dim1, int64_t dim2, TensorOut out) {
  return guarded([&] { give(out, at::diagonal(*self, offset, dim1, dim2)); });
}

TC_API(narrow)(TensorIn self, int64_t dim, int64_t start, int64_t length, TensorOut out) {
  return guarded([&] { give(out, self->narrow(dim, start, length)); });
}

TC_API(select)(TensorIn self, int64_t dim, int64_t index, TensorOut out) {
  return guarded([&] { give(out, self->select(dim, index)); });
}

TC_API(slice)(TensorIn self, int64_t dim, int64_t start, int64_t finish, int64_t step, TensorOut out) {
  return guarded([&] { give(out, self->slice(dim, start, finish, step)); });
}

TC_API(unfold)(TensorIn self, int64_t dim, int64_t size, int64_t step, TensorOut out) {
  return guarded([&] { give(out, self->unfold(dim, size, step)); });
}

TC_API(as_strided)(TensorIn self, const int64_t* sizes, int64_t size_count, const int64_t* strides,
    int64_t stride_count, int64_t offset, TensorOut out) {
  return guarded([&] {
    give(out, at::as_strided(*self, ints(sizes, size_count), ints(strides, stride_count), offset));
  });
}

TC_API(roll)(TensorIn self, const int64_t* shifts, int64_t shift_count, const int64_t* dims, int64_t dim_count,
    TensorOut out) {
  return guarded([&] { give(out, at::roll(*self, ints(shifts, shift_count), ints(dims, dim_count))); });
}

TC_API(repeat_interleave)(TensorIn self, int64_t repeats, const int64_t* dim, TensorOut out) {
  return guarded([&] { give(out, self->repeat_interleave(repeats, dim ? c10::make_optional(*dim) : c10::nullopt)); });
}

TC_API(repeat_interleave_tensor)(TensorIn self, TensorIn repeats, const int64_t* dim, TensorOut out) {
  return guarded([&] { give(out, self->repeat_interleave(*repeats, dim ? c10::make_optional(*dim) : c10::nullopt)); });
}

// Lists of tensors.

TC_API(cat)(TensorIn* tensors, int64_t count, int64_t dim, TensorOut out) {
  return guarded([&] { give(out, at::cat(list(tensors, count), dim)); });
}

TC_API(stack)(TensorIn* tensors, int64_t count, int64_t dim, TensorOut out) {
  return guarded([&] { give(out, at::stack(list(tensors, count), dim)); });
}

TC_API(meshgrid)(TensorIn* tensors, int64_t count, bool xy, TensorOut* out, int64_t* out_count) {
  return guarded([&] { give_list(out, out_count, at::meshgrid(list(tensors, count), xy ? "xy" : "ij")); });
}

TC_API(split)(TensorIn self, int64_t size, int64_t dim, TensorOut* out, int64_t* count) {
  return guarded([&] { give_list(out, count, self->split(size, dim)); });
}

TC_API(split_sizes)(TensorIn self, const int64_t* sizes, int64_t size_count, int64_t dim, TensorOut* out,
    int64_t* count) {
  return guarded([&] { give_list(out, count, self->split_with_sizes(ints(sizes, size_count), dim)); });
}

TC_API(chunk)(TensorIn self, int64_t chunks, int64_t dim, TensorOut* out, int64_t* count) {
  return guarded([&] { give_list(out, count, self->chunk(chunks, dim)); });
}

TC_API(unbind)(TensorIn self, int64_t dim, TensorOut* out, int64_t* count) {
  return guarded([&] { give_list(out, count, self->unbind(dim)); });
}

// Indexing as in x[1, 2:5, None, mask].

namespace {

enum IndexKind : int32_t { kIndexNone, kIndexEllipsis, kIndexSingle, kIndexBool, kIndexSlice, kIndexTensor };

constexpr int64_t kAbsent = INT64_MIN;

struct Index {
  int32_t kind;
  int64_t start;  // of a slice; also the value of a single index or a bool
  int64_t stop;
  int64_t step;
  at::Tensor* tensor;
};

c10::optional<int64_t> bound(int64_t value) {
  return value == kAbsent ? c10::nullopt : c10::make_optional(value);
}

std::vector<at::indexing::TensorIndex> to_indices(const Index* indices, int64_t count) {
  using at::indexing::TensorIndex;
  std::vector<TensorIndex> result;
  result.reserve(count);
  for (int64_t i = 0; i < count; i++) {
    const Index& index = indices[i];
    switch (index.kind) {
      case kIndexNone: result.emplace_back(at::indexing::None); break;
      case kIndexEllipsis: result.emplace_back(at::indexing::Ellipsis); break;
      case kIndexSingle: result.emplace_back(index.start); break;
      case kIndexBool: result.emplace_back(index.start != 0); break;
      case kIndexSlice:
        result.emplace_back(at::indexing::Slice(bound(index.start), bound(index.stop), bound(index.step)));
        break;
      case kIndexTensor: result.emplace_back(*index.tensor); break;
      default: TORCH_CHECK(false, "unknown kind of index");
    }
  }
  return result;
}

}  // namespace

TC_API(index)(TensorIn self, const Index* indices, int64_t count, TensorOut out) {
  return guarded([&] { give(out, self->index(to_indices(indices, count))); });
}

TC_API(index_put_)(TensorIn self, const Index* indices, int64_t count, TensorIn value) {
  return guarded([&] { self->index_put_(to_indices(indices, count), *value); });
}

TC_API(index_put_scalar_)(TensorIn self, const Index* indices, int64_t count, Scalar value) {
  return guarded([&] { self->index_put_(to_indices(indices, count), to_scalar(value)); });
}

/// Sums where an element is named twice; tensors only, as indices.
TC_API(index_accumulate_)(TensorIn self, const Index* indices, int64_t count, TensorIn value) {
  return guarded([&] {
    c10::List<c10::optional<at::Tensor>> tensors;
    for (int64_t i = 0; i < count; i++) {
      TORCH_CHECK(indices[i].kind == kIndexTensor, "accumulating needs tensors as indices");
      tensors.push_back(*indices[i].tensor);
    }
    self->index_put_(tensors, *value, true);
  });
}

TC_API(gather)(TensorIn self, int64_t dim, TensorIn index, TensorOut out) {
  return guarded([&] { give(out, at::gather(*self, dim, *index)); });
}

TC_API(index_select)(TensorIn self, int64_t dim, TensorIn index, TensorOut out) {
  return guarded([&] { give(out, at::index_select(*self, dim, *index)); });
}

TC_API(take)(TensorIn self, TensorIn index, TensorOut out) {
  return guarded([&] { give(out, at::take(*self, *index)); });
}

TC_API(take_along_dim)(TensorIn self, TensorIn index, int64_t dim, TensorOut out) {
  return guarded([&] { give(out, at::take_along_dim(*self, *index, dim)); });
}

#define TC_WRITE_AT(name) \
  TC_API(name)(TensorIn self, int64_t dim, TensorIn index, TensorIn source, TensorOut out) { \
    return guarded([&] { give(out, self->name(dim, *index, *source)); }); \
  }

#define TC_WRITE_AT_IN_PLACE(name) \
  TC_API(name)(TensorIn self, int64_t dim, TensorIn index, TensorIn source) { \
    return guarded([&] { self->name(dim, *index, *source); }); \
  }

TC_WRITE_AT(scatter)
TC_WRITE_AT_IN_PLACE(scatter_)
TC_WRITE_AT(scatter_add)
TC_WRITE_AT_IN_PLACE(scatter_add_)
TC_WRITE_AT(index_copy)
TC_WRITE_AT_IN_PLACE(index_copy_)

TC_API(index_add)(TensorIn self, int64_t dim, TensorIn index, TensorIn source, Scalar alpha, TensorOut out) {
  return guarded([&] { give(out, self->index_add(dim, *index, *source, to_scalar(alpha))); });
}

TC_API(index_add_)(TensorIn self, int64_t dim, TensorIn index, TensorIn source, Scalar alpha) {
  return guarded([&] { self->index_add_(dim, *index, *source, to_scalar(alpha)); });
}

TC_API(index_fill)(TensorIn self, int64_t dim, TensorIn index, Scalar value, TensorOut out) {
  return guarded([&] { give(out, self->index_fill(dim, *index, to_scalar(value))); });
}

TC_API(index_fill_)(TensorIn self, int64_t dim, TensorIn index, Scalar value) {
  return guarded([&] { self->index_fill_(dim, *index, to_scalar(value)); });
}

TC_API(masked_fill)(TensorIn self, TensorIn mask, Scalar value, TensorOut out) {
  return guarded([&] { give(out, self->masked_fill(*mask, to_scalar(value))); });
}

TC_API(masked_fill_)(TensorIn self, TensorIn mask, Scalar value) {
  return guarded([&] { self->masked_fill_(*mask, to_scalar(value)); });
}

TC_API(masked_select)(TensorIn self, TensorIn mask, TensorOut out) {
  return guarded([&] { give(out, at::masked_select(*self, *mask)); });
}

TC_API(nonzero)(TensorIn self, TensorOut out) {
  return guarded([&] { give(out, at::nonzero(*self)); });
}

TC_API(isin)(TensorIn self, TensorIn test_elements, bool assume_unique, bool invert, TensorOut out) {
  return guarded([&] { give(out, at::isin(*self, *test_elements, assume_unique, invert)); });
}
