#pragma once

// Inside of the module. Not for other modules.

#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/builder.h"
#include "engine/documents/work.h"

namespace hs::documents {

/// A picture in 256 greys, row by row from the top.
struct GreyPicture {
    int width = 0, height = 0;
    int dpi = 0; ///< 0: not known
    std::vector<unsigned char> pixels;
};

struct Recognised {
    std::string text;   ///< one paragraph
    int confidence = 0; ///< percent
};

inline constexpr double MostPixels = 60e6; ///< of a picture that is read

/// Tesseract. Any thread; one at a time. Timeout: the page or the whole took too long. Unavailable: none of the
/// languages is installed.
[[nodiscard]] Result<std::vector<Recognised>> recognise(const GreyPicture &picture, const Work &work);

/// Adds what was recognised of a page and a note of it: "the text of page 3 was recognised, 54 % sure".
void addRecognised(const std::vector<Recognised> &blocks, std::string_view what, Builder &builder);

} // namespace hs::documents
