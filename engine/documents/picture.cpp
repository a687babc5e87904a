#include <cstring>
#include <memory>

#include <allheaders.h>

#include "engine/documents/builder.h"
#include "engine/documents/kinds.h"
#include "engine/documents/recognition.h"
#include "engine/documents/work.h"

namespace hs::documents {

namespace {

constexpr int LongestSide = 3'500; // pixels; more than that takes time and finds nothing more

struct DestroyPix {
    void operator()(Pix *pix) const { pixDestroy(&pix); }
};
using PixPointer = std::unique_ptr<Pix, DestroyPix>;

/// Turns what a picture holds into greys, not larger than is of use.
GreyPicture greyOf(PixPointer pix)
{
    if (pixGetDepth(pix.get()) == 32 && pixGetSpp(pix.get()) == 4)
        pix.reset(pixAlphaBlendUniform(pix.get(), 0xffffff00)); // what shows through is white
    PixPointer grey(pix ? pixConvertTo8(pix.get(), 0) : nullptr);
    if (grey)
        if (const int longest = std::max(pixGetWidth(grey.get()), pixGetHeight(grey.get())); longest > LongestSide) {
            const float scale = float(LongestSide) / float(longest);
            const int dpi = pixGetXRes(grey.get());
            grey.reset(pixScale(grey.get(), scale, scale));
            if (grey)
                pixSetResolution(grey.get(), int(float(dpi) * scale), int(float(dpi) * scale));
        }
    GreyPicture picture;
    if (!grey)
        return picture;
    picture.width = pixGetWidth(grey.get());
    picture.height = pixGetHeight(grey.get());
    picture.dpi = pixGetXRes(grey.get());
    picture.pixels.resize(std::size_t(picture.width) * std::size_t(picture.height));
    pixEndianByteSwap(grey.get()); // its bytes in their order
    const auto *const bytes = reinterpret_cast<const unsigned char *>(pixGetData(grey.get()));
    const auto stride = std::size_t(pixGetWpl(grey.get())) * 4;
    for (std::size_t y = 0; y < std::size_t(picture.height); ++y)
        std::memcpy(picture.pixels.data() + y * std::size_t(picture.width), bytes + y * stride,
                    std::size_t(picture.width));
    return picture;
}

/// Before it is unpacked: a picture of few bytes can be endlessly large.
Result<void> checkSize(double width, double height)
{
    if (width <= 0 || height <= 0)
        return damaged("picture");
    if (width * height > MostPixels)
        return beyondLimit("the picture has more than " + std::to_string(int(MostPixels / 1e6)) + " million points");
    return {};
}

Result<GreyPicture> decodePicture(const Source &source)
{
    const auto *const bytes = reinterpret_cast<const l_uint8 *>(source.bytes.data());
    l_int32 format = 0, width = 0, height = 0, bits = 0, samples = 0, mapped = 0;
    if (pixReadHeaderMem(bytes, source.bytes.size(), &format, &width, &height, &bits, &samples, &mapped) != 0)
        return damaged("picture");
    HS_TRY(checkSize(width, height));
    auto picture = greyOf(PixPointer(pixReadMem(bytes, source.bytes.size())));
    if (picture.pixels.empty())
        return damaged("picture");
    return picture;
}

/// One page of a TIFF; of width 0: there is none of that number.
Result<GreyPicture> decodePage(const Source &source, int page)
{
    const auto *const bytes = reinterpret_cast<const l_uint8 *>(source.bytes.data());
    l_int32 width = 0, height = 0, bits = 0, samples = 0, resolution = 0, mapped = 0, format = 0;
    if (readHeaderMemTiff(bytes, source.bytes.size(), page, &width, &height, &bits, &samples, &resolution, &mapped,
                          &format) != 0) {
        if (page == 0)
            return damaged("picture");
        return GreyPicture{};
    }
    HS_TRY(checkSize(width, height));
    auto picture = greyOf(PixPointer(pixReadMemTiff(bytes, source.bytes.size(), page)));
    if (picture.pixels.empty())
        return damaged("picture", "page " + std::to_string(page + 1));
    return picture;
}

} // namespace

Result<Document> readPicture(const Source &source, Work &work)
{
    [[maybe_unused]] static const auto quiet = setMsgSeverity(L_SEVERITY_NONE);
    const bool tiff = kindOfMediaType(typeOf(source)) == Kind::Tiff;
    Builder builder(work.limits);
    for (int page = 0; page == 0 || tiff; ++page) {
        if (page >= work.limits.pages)
            return beyondLimit("it has more than " + std::to_string(work.limits.pages) + " pages");
        const auto where = tiff ? "page " + std::to_string(page + 1) : std::string();
        if (!work.beginPage())
            return tookTooLong("it took too long to read", where);
        const auto picture = tiff ? decodePage(source, page) : decodePicture(source);
        if (!picture)
            return tl::make_unexpected(picture.error());
        if (picture->width == 0)
            break;
        builder.document().pages = page + 1;
        builder.page = page + 1;
        if (!work.limits.recognise) {
            builder.document().notes.push_back("the text of pictures is not recognised");
            break;
        }
        auto blocks = recognise(*picture, work);
        if (!blocks) {
            if (blocks.error().where.empty())
                blocks.error().where = where;
            return tl::make_unexpected(std::move(blocks.error()));
        }
        addRecognised(*blocks, tiff ? where : "the picture", builder);
        if (builder.full())
            break;
    }
    return builder.finish();
}

} // namespace hs::documents
