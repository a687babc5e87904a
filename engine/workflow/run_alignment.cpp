#include "engine/workflow/run_alignment.h"

#include <algorithm>
#include <cstdint>

namespace hs::workflow {

std::vector<Aligned> align(const std::vector<std::string> &first, const std::vector<std::string> &second)
{
    std::size_t begin = 0;
    const std::size_t shorter = std::min(first.size(), second.size());
    while (begin < shorter && first[begin] == second[begin])
        ++begin;
    std::size_t tail = 0;
    while (tail < shorter - begin && first[first.size() - 1 - tail] == second[second.size() - 1 - tail])
        ++tail;
    const std::size_t rows = first.size() - begin - tail;
    const std::size_t columns = second.size() - begin - tail;

    // common[i][j]: the longest common subsequence of what follows i in the first and j in the second.
    const std::size_t width = columns + 1;
    std::vector<std::uint32_t> common((rows + 1) * width, 0);
    for (std::size_t i = rows; i-- > 0;)
        for (std::size_t j = columns; j-- > 0;)
            common[i * width + j] = first[begin + i] == second[begin + j]
                                        ? common[(i + 1) * width + j + 1] + 1
                                        : std::max(common[(i + 1) * width + j], common[i * width + j + 1]);

    std::vector<Aligned> result;
    result.reserve(first.size() + second.size());
    for (std::size_t i = 0; i < begin; ++i)
        result.push_back({i, i});
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < rows || j < columns) {
        if (i < rows && j < columns && first[begin + i] == second[begin + j]) {
            result.push_back({begin + i++, begin + j++});
        } else if (i < rows && (j == columns || common[(i + 1) * width + j] >= common[i * width + j + 1])) {
            result.push_back({begin + i++, std::nullopt});
        } else {
            result.push_back({std::nullopt, begin + j++});
        }
    }
    for (std::size_t k = 0; k < tail; ++k)
        result.push_back({first.size() - tail + k, second.size() - tail + k});
    return result;
}

} // namespace hs::workflow
