// The bit-parallel recurrences over an abstract vector of lanes; included by each instruction set's source with
// CORDON_KERNEL_TARGET set to its target attribute, inside an unnamed namespace, so that nothing is shared by the
// linker. Lanes: kCount lanes of type V; masks(pattern, symbols) looks up the pattern's bits for kCount symbols.
// Sources: Hyyro, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic J. of Computing
// 10 (2003); Hyyro, "Bit-parallel LCS-length computation revisited", AWOCA 2004.

// The state of a comparison after some characters of the texts, one text per lane.
template <typename Lanes, bool kTranspositions>
struct EditState {
  using V = typename Lanes::V;
  V vertical_up = Lanes::ones();
  V vertical_down = Lanes::zero();
  V diagonal = Lanes::zero();
  V previous = Lanes::zero();
  V score;

  CORDON_KERNEL_TARGET explicit EditState(V first_score) noexcept : score(first_score) {}
  // match: where the pattern has the next character of each text. last: the last bit of the pattern.
  // Transpositions: the cell two back on the diagonal counts when two neighbours of the pattern stand crossed in the
  // text.
  CORDON_KERNEL_TARGET void step(V match, V last) noexcept {
    const V ones = Lanes::ones();
    V next = Lanes::either(Lanes::either(match, vertical_down),
                           Lanes::differ(Lanes::add(Lanes::both(match, vertical_up), vertical_up), vertical_up));
    if constexpr (kTranspositions) {
      const V crossed = Lanes::both(Lanes::twice(Lanes::without(match, diagonal)), previous);
      next = Lanes::either(next, crossed);
      previous = match;
    }
    diagonal = next;
    V up = Lanes::either(vertical_down, Lanes::differ(Lanes::either(diagonal, vertical_up), ones));
    V down = Lanes::both(diagonal, vertical_up);
    score = Lanes::count(score, up, down, last);
    up = Lanes::either(Lanes::twice(up), Lanes::fill(1));
    down = Lanes::twice(down);
    vertical_up = Lanes::either(down, Lanes::differ(Lanes::either(diagonal, up), ones));
    vertical_down = Lanes::both(up, diagonal);
  }
};

template <typename Lanes, bool kTranspositions>
CORDON_KERNEL_TARGET void edit_distances(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                                         std::uint8_t* distances) noexcept {
  using V = typename Lanes::V;
  const V last = Lanes::fill(pattern.length == 0 ? 0 : std::uint64_t{1} << (pattern.length - 1));
  const auto table = Lanes::table(pattern);
  for (std::size_t lane = 0; lane < kBlockLanes; lane += Lanes::kCount) {
    // An empty pattern has no last bit to follow: its distance is the length of the text.
    EditState<Lanes, kTranspositions> state(Lanes::fill(pattern.length == 0 ? text_length : pattern.length));
    for (std::size_t j = 0; j < text_length; ++j) {
      state.step(Lanes::masks(table, columns + j * kBlockLanes + lane), last);
    }
    Lanes::store(distances + lane, state.score);
  }
}

// The score of every text is kept when its last character has been read.
template <typename Lanes>
CORDON_KERNEL_TARGET void batch_distances(const Pattern& pattern, const TextBatch& texts,
                                          std::uint8_t* distances) noexcept {
  using V = typename Lanes::V;
  if (pattern.length == 0) {
    std::copy(texts.lengths.begin(), texts.lengths.end(), distances);
    return;
  }
  const V last = Lanes::fill(std::uint64_t{1} << (pattern.length - 1));
  const auto table = Lanes::table(pattern);
  for (std::size_t lane = 0; lane < kBatchTexts; lane += Lanes::kCount) {
    const V lengths = Lanes::numbers(texts.lengths.data() + lane);
    EditState<Lanes, true> state(Lanes::fill(pattern.length));
    V kept = state.score;
    for (std::size_t j = 0; j < texts.longest; ++j) {
      state.step(Lanes::masks(table, texts.symbols.data() + j * kBatchTexts + lane), last);
      kept = Lanes::where_equal(lengths, Lanes::fill(j + 1), state.score, kept);
    }
    Lanes::store(distances + lane, kept);
  }
}

template <typename Lanes>
CORDON_KERNEL_TARGET void common_lengths(const Pattern& pattern, const std::uint8_t* columns, std::size_t text_length,
                                         std::uint8_t* lengths) noexcept {
  using V = typename Lanes::V;
  const V ones = Lanes::ones();
  const auto table = Lanes::table(pattern);
  for (std::size_t lane = 0; lane < kBlockLanes; lane += Lanes::kCount) {
    V open = ones;
    for (std::size_t j = 0; j < text_length; ++j) {
      const V match = Lanes::masks(table, columns + j * kBlockLanes + lane);
      const V used = Lanes::both(open, match);
      open = Lanes::either(Lanes::add(open, used), Lanes::without(open, used));
    }
    Lanes::store_zero_bits(lengths + lane, open);
  }
}

// The alignment of WeightedPattern, one cell of the table in every lane at a time; sums stop at 255.
template <typename Lanes>
CORDON_KERNEL_TARGET void aligned_costs(const WeightedPattern& pattern, const std::uint8_t* columns,
                                        std::size_t text_length, std::uint8_t* costs) noexcept {
  using V = typename Lanes::V;
  const auto text_gaps = Lanes::table_of(pattern.text_gap.data());
  for (std::size_t lane = 0; lane < kBlockLanes; lane += Lanes::kCount) {
    V row[WeightedPattern::kMaxLength + 1];
    row[0] = Lanes::zero();
    for (std::size_t i = 0; i < pattern.length; ++i) {
      row[i + 1] = Lanes::add_capped(row[i], Lanes::fill(pattern.gap[i]));
    }
    for (std::size_t j = 0; j < text_length; ++j) {
      const std::uint8_t* symbols = columns + j * kBlockLanes + lane;
      const V text_gap = Lanes::masks(text_gaps, symbols);
      V diagonal = row[0];
      row[0] = Lanes::add_capped(row[0], text_gap);
      for (std::size_t i = 0; i < pattern.length; ++i) {
        const V above = row[i + 1];
        const V pair = Lanes::masks(Lanes::table_of(pattern.pair[i].data()), symbols);
        row[i + 1] = Lanes::least(
            Lanes::add_capped(diagonal, pair),
            Lanes::least(Lanes::add_capped(above, text_gap), Lanes::add_capped(row[i], Lanes::fill(pattern.gap[i]))));
        diagonal = above;
      }
    }
    Lanes::store(costs + lane, row[pattern.length]);
  }
}
