// SPDX-License-Identifier: MIT
#pragma once

#include <arenite/model/detail/model_operations.hpp>
#include <arenite/model/model_description.hpp>
#include <arenite/model/model_info.hpp>
#include <arenite/model/output_of.hpp>

namespace arenite::inline ARENITE_ABI {

/// Any model that a file can hold: predictor, schema and what the file says of itself, behind one type. A table of
/// function pointers, one indirect call for each batch; the object lies inside, its arrays in regions.
///
/// Precision: rows and scores may be float or double in any combination; values are converted one by one to and from
///            the precision of the trainer, as its own front end does.
/// Allocates: nothing; owns the regions of what it was made of, released by the destructor, and by move assignment
///            before it returns.
/// Threads:   immutable; one serves many threads.
class model {
public:
    /// `loading_bytes`: what loading held beside the model. `of_parts`, `of_file`: what it lies in besides its own
    /// regions, if it was made of a file of arenite's own.
    template <detail::erasable_model Concrete>
    model(Concrete&& concrete, model_info description, std::size_t loading_bytes = 0, region of_parts = {},
          detail::file_bytes of_file = {}) noexcept
        : parts_(std::move(of_parts)), file_(std::move(of_file)), operations_(&detail::operations_of<Concrete>),
          info_(description), loading_bytes_(loading_bytes) {
        static_assert(!std::is_reference_v<Concrete>, "a model takes its predictor: std::move it");
        ::new (static_cast<void*>(storage_)) Concrete(std::move(concrete));
    }
    model(model&& other) noexcept
        : parts_(std::move(other.parts_)), file_(std::move(other.file_)), operations_(other.operations_),
          info_(other.info_), loading_bytes_(other.loading_bytes_) {
        operations_->move(storage_, other.storage_);
    }
    model& operator=(model&& other) noexcept {
        if (this == &other) return *this;
        operations_->destroy(storage_);
        parts_ = std::move(other.parts_);
        file_ = std::move(other.file_);
        operations_ = other.operations_;
        info_ = other.info_;
        loading_bytes_ = other.loading_bytes_;
        operations_->move(storage_, other.storage_);
        return *this;
    }
    ~model() { operations_->destroy(storage_); }

    [[nodiscard]] std::size_t cols() const noexcept { return operations_->cols(storage_); }
    [[nodiscard]] std::size_t outputs(output_kind kind = output_kind::prediction) const noexcept {
        return operations_->outputs(storage_, kind);
    }
    [[nodiscard]] std::size_t scratch_bytes(std::size_t rows) const noexcept {
        return operations_->scratch_bytes(storage_, rows);
    }

    [[nodiscard]] std::size_t least_scratch_bytes() const noexcept {
        return operations_->least_scratch_bytes(storage_);
    }

    /// Predictions: what the training library's own predict gives by default.
    template <class In, class Out>
        requires detail::number_pair<In, Out>
    void predict(batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        score(output_kind::prediction, x, y, scratch);
    }

    /// Predictions, margins or labels, as `kind` says; not leaves.
    template <class In, class Out>
        requires detail::number_pair<In, Out>
    void score(output_kind kind, batch_view<In const> x, batch_view<Out> y, scratch_view scratch) const noexcept {
        operations_->template score<In, Out>()(storage_, kind, x, y, scratch);
    }

    template <class In>
    void leaves(batch_view<In const> x, batch_view<std::int32_t> y) const noexcept {
        operations_->template leaves<In>()(storage_, x, y);
    }

    /// Predictors of margins, of leaf ids and of classes; they borrow the model. A model without trees, or whose
    /// library does not number leaves, has none: its `leaves().outputs()` is 0. So is `labels().outputs()` where a file
    /// does not say which classes there are.
    [[nodiscard]] output_of<model, output_kind::margin> margins() const& noexcept { return {*this}; }
    [[nodiscard]] output_of<model, output_kind::leaf> leaves() const& noexcept { return {*this}; }
    [[nodiscard]] output_of<model, output_kind::label> labels() const& noexcept { return {*this}; }
    void margins() const&& = delete;  // it would borrow from a temporary
    void leaves() const&& = delete;
    void labels() const&& = delete;

    /// The columns that the rows must have, and which of them are used. Points into the model: it survives a move.
    [[nodiscard]] schema_view schema() const& noexcept { return operations_->schema(storage_); }
    void schema() const&& = delete;

    /// What the model holds of its budget.
    [[nodiscard]] std::size_t bytes() const noexcept {
        return operations_->bytes(storage_) + parts_.size() + file_.memory.size();
    }
    /// That, and what loading it held besides, for a plan.
    [[nodiscard]] held_model held() const noexcept {
        auto held = operations_->held(storage_);
        held.bytes = bytes();
        held.loading_bytes = loading_bytes_;
        if (!file_.memory) return held;
        held.owner = file_.memory.owner();
        if (file_.mapped) held.mapped = file_.memory.bytes();
        return held;
    }
    [[nodiscard]] std::size_t trees() const noexcept { return operations_->trees(storage_); }
    [[nodiscard]] std::size_t nodes() const noexcept { return operations_->nodes(storage_); }
    [[nodiscard]] model_info const& info() const noexcept { return info_; }

    /// What was loaded, to be looked at: see describe_model.hpp. O(nodes).
    [[nodiscard]] model_description describe() const& noexcept {
        model_description of{.info = info_, .schema = schema(), .outputs = outputs(), .trees = trees()};
        of.margins = outputs(output_kind::margin);
        of.nodes = nodes();
        of.bytes = bytes();
        operations_->describe(storage_, of);
        auto others = of.bytes;
        for (auto const& part : of.parts) others -= part.bytes;
        of.add_part("others", others);
        return of;
    }
    void describe() const&& = delete;

    /// The concrete model, or null when it is another one.
    template <detail::erasable_model Concrete>
    [[nodiscard]] Concrete const* get_if() const noexcept {
        return operations_ == &detail::operations_of<Concrete>
                   ? std::launder(reinterpret_cast<Concrete const*>(storage_))
                   : nullptr;
    }
    template <detail::erasable_model Concrete>
    [[nodiscard]] Concrete* get_if() noexcept {
        return const_cast<Concrete*>(std::as_const(*this).template get_if<Concrete>());
    }

private:
    region parts_;  // these two outlive the predictor, which may lie in them
    detail::file_bytes file_;
    alignas(region_alignment) std::byte storage_[detail::model_storage_bytes];
    detail::model_operations const* operations_;
    model_info info_;
    std::size_t loading_bytes_;
};
static_assert(predictor_of<model, float> && predictor_of<model, double> && predictor_of<model, double, float>);

}  // namespace arenite::inline ARENITE_ABI
