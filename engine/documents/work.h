#pragma once

// Inside of the module. Not for other modules.

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/documents/reading.h"

namespace hs::documents {

/// Told how long what begins now (a page, or the whole) may take at most; the reader process sets its alarm by it.
using Watch = std::function<void(std::chrono::milliseconds)>;

/// What is shared by all that is read for one source: the limits, the time, what was used of them.
struct Work {
    using Clock = std::chrono::steady_clock;

    const Limits &limits;
    Clock::time_point end; ///< of the whole
    Watch watch;
    std::size_t unpacked = 0; ///< bytes, of all archives together
    int nesting = 0;          ///< of documents in documents

    [[nodiscard]] bool late() const { return Clock::now() >= end; }
    [[nodiscard]] std::chrono::milliseconds left() const; ///< not below 0
    /// To be called before each page. False: there is no time left.
    [[nodiscard]] bool beginPage() const;
};

// One for each kind. `where` of their errors is the place inside of the document, if they know one.
[[nodiscard]] Result<Document> readPdf(const Source &source, Work &work);
[[nodiscard]] Result<Document> readDocx(const Source &source, Work &work);
[[nodiscard]] Result<Document> readOdt(const Source &source, Work &work);
[[nodiscard]] Result<Document> readXlsx(const Source &source, Work &work);
[[nodiscard]] Result<Document> readOds(const Source &source, Work &work);
[[nodiscard]] Result<Document> readHtml(const Source &source, Work &work);
[[nodiscard]] Result<Document> readMarkdown(const Source &source, Work &work);
[[nodiscard]] Result<Document> readPlainText(const Source &source, Work &work);
[[nodiscard]] Result<Document> readCsv(const Source &source, Work &work);
[[nodiscard]] Result<Document> readMail(const Source &source, Work &work);
[[nodiscard]] Result<Document> readPicture(const Source &source, Work &work);

/// `read` inside of another document or of the reader process: the limits that are counted are shared.
[[nodiscard]] Result<Document> readWithin(const Source &source, Work &work);
[[nodiscard]] Result<Document> readWatched(const Source &source, const Limits &limits, Watch watch);

/// Whether the first row of a table names its columns: short, different texts.
[[nodiscard]] bool looksLikeHead(const std::vector<std::string> &cells);

/// What is said when memory was not enough. A reader process is not asked again after it: what libraries leave then
/// is not to be trusted.
inline constexpr std::string_view NeedsMoreMemory = "it needs more memory to be read than there is";

// The failures that several kinds have.
[[nodiscard]] tl::unexpected<Error> damaged(std::string_view what, std::string where = {});
[[nodiscard]] tl::unexpected<Error> encrypted(std::string_view what);
[[nodiscard]] tl::unexpected<Error> beyondLimit(std::string what, std::string where = {});
[[nodiscard]] tl::unexpected<Error> needsMoreMemory(std::string where = {});
[[nodiscard]] tl::unexpected<Error> tookTooLong(std::string what, std::string where = {});

} // namespace hs::documents
