#include "engine/documents/reading.h"

#include <new>

#include "engine/documents/encoding.h"
#include "engine/documents/kinds.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

Result<Document> readKind(Kind kind, const Source &source, Work &work)
{
    switch (kind) {
    case Kind::Pdf:
        return readPdf(source, work);
    case Kind::Docx:
        return readDocx(source, work);
    case Kind::Odt:
        return readOdt(source, work);
    case Kind::Xlsx:
        return readXlsx(source, work);
    case Kind::Ods:
        return readOds(source, work);
    case Kind::Html:
        return readHtml(source, work);
    case Kind::Markdown:
        return readMarkdown(source, work);
    case Kind::Text:
        return readPlainText(source, work);
    case Kind::Csv:
        return readCsv(source, work);
    case Kind::Mail:
        return readMail(source, work);
    case Kind::Png:
    case Kind::Jpeg:
    case Kind::Tiff:
        return readPicture(source, work);
    case Kind::None:
        break;
    }
    return fail(Errc::NotFound,
                isOleContainer(source.bytes) ? "it is an office file of before 2007, which is not read"
                                             : "it is of a kind that is not read",
                {},
                isOleContainer(source.bytes)
                    ? "save it as DOCX, ODT or PDF"
                    : "save it as PDF, DOCX, ODT, HTML, Markdown, text, CSV, EML, PNG, JPEG or TIFF");
}

/// Titles and the like are shown in one line.
void makeLine(std::string &text, std::size_t most)
{
    text = std::string(upTo(oneLine(text), most));
}

} // namespace

std::chrono::milliseconds Work::left() const
{
    return std::max(std::chrono::milliseconds(0),
                    std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now()));
}

bool Work::beginPage() const
{
    const auto rest = left();
    if (rest.count() == 0)
        return false;
    if (watch)
        watch(std::min(rest, std::chrono::milliseconds(limits.page)));
    return true;
}

Result<Document> readWithin(const Source &source, Work &work)
{
    if (source.bytes.size() > work.limits.bytes)
        return beyondLimit("it is larger than " + std::to_string(work.limits.bytes / (1024 * 1024)) + " MiB");
    if (work.late())
        return tookTooLong("it took too long to read");
    if (work.watch) // what was read before may have had a page's time
        work.watch(work.left());
    const auto type = typeOf(source);
    auto document = readKind(kindOfMediaType(type), source, work);
    if (!document)
        return document;
    document->mediaType = type;
    makeLine(document->title, 500);
    makeLine(document->author, 300);
    makeLine(document->language, 8);
    return document;
}

Result<Document> readWatched(const Source &source, const Limits &limits, Watch watch)
{
    Work work{limits, Work::Clock::now() + limits.whole, std::move(watch), 0, 0};
    auto failed = [&](Error error) {
        const auto name = shortened(oneLine(source.name), 200);
        error.where = error.where.empty() ? name : name.empty() ? error.where : name + ", " + error.where;
        return tl::make_unexpected(std::move(error));
    };
    try {
        auto document = readWithin(source, work);
        if (document)
            return document;
        return failed(std::move(document.error()));
    } catch (const std::bad_alloc &) {
        return failed(needsMoreMemory().value());
    } catch (const std::exception &) { // of a library; what it says is written for other people
        return failed({Errc::BadInput,
                       "its reader failed over it",
                       {},
                       "save it again with the program it comes from, or in another format",
                       {}});
    }
}

Result<Document> read(const Source &source, const Limits &limits)
{
    return readWatched(source, limits, {});
}

tl::unexpected<Error> damaged(std::string_view what, std::string where)
{
    return fail(Errc::BadInput, "the " + std::string(what) + " is damaged", std::move(where),
                "save it again with the program it comes from");
}

tl::unexpected<Error> encrypted(std::string_view what)
{
    return fail(Errc::BadInput, "the " + std::string(what) + " is encrypted", {}, "save it without a password");
}

tl::unexpected<Error> beyondLimit(std::string what, std::string where)
{
    return fail(Errc::BadInput, std::move(what), std::move(where),
                "divide it into smaller documents, or raise the limit of the source");
}

tl::unexpected<Error> needsMoreMemory(std::string where)
{
    return fail(Errc::BadInput, std::string(NeedsMoreMemory), std::move(where),
                "divide it, or save it in another format");
}

tl::unexpected<Error> tookTooLong(std::string what, std::string where)
{
    return fail(Errc::Timeout, std::move(what), std::move(where),
                "divide it into smaller documents, or try again when the computer has less to do");
}

} // namespace hs::documents
