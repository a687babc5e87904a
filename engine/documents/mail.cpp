#include <array>
#include <optional>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/dates.h"
#include "engine/documents/encoding.h"
#include "engine/documents/kinds.h"
#include "engine/documents/mail_wire.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/trimmed.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

constexpr std::size_t MostParts = 500; // of a letter
constexpr int MostLettersInLetters = 5;

/// One leaf of the tree of parts.
struct MailPart {
    Source source;
    bool attached = false;
};

class MailReader {
public:
    MailReader(Builder &builder, Work &work) : m_builder(builder), m_work(work) {}

    Result<void> read(const MailHead &head, std::string_view body)
    {
        auto &document = m_builder.document();
        document.title = head.text("subject");
        document.author = head.text("from");
        document.changedAt = timeOfMail(head.raw("date"));
        m_builder.heading(1, document.title);
        std::string lines;
        constexpr std::array<std::pair<std::string_view, std::string_view>, 4> Fields{
            {{"from", "From: "}, {"to", "To: "}, {"cc", "Cc: "}, {"date", "Date: "}}};
        for (const auto &[field, label] : Fields)
            if (const auto text = head.text(field); !text.empty())
                lines += (lines.empty() ? "" : "\n") + std::string(label) + shortened(text, 1'000);
        m_builder.paragraph(lines);
        const auto language = head.raw("content-language");
        document.language = lowered(trimmed(language.substr(0, language.find_first_of("-,;"))));
        HS_TRY(collect(head, body, 0));
        for (auto &part : m_texts)
            HS_TRY(addText(part));
        for (auto &part : m_attached)
            HS_TRY(addAttached(part));
        return {};
    }

private:
    /// The parts that are read, of the whole tree.
    Result<void> collect(const MailHead &head, std::string_view body, int depth)
    {
        if (depth > m_work.limits.depth)
            return fail(Errc::BadInput, "its parts are nested deeper than " + std::to_string(m_work.limits.depth), {},
                        "save what matters of it as a letter of its own");
        if (m_work.late())
            return tookTooLong("it took too long to read");
        const auto type = head.raw("content-type");
        const auto plainType = lowered(trimmed(type.substr(0, type.find(';'))));
        if (plainType.starts_with("multipart/")) {
            const auto boundary = mailParameter(type, "boundary");
            const auto parts = partsOfBody(body, boundary, MostParts);
            if (plainType == "multipart/alternative" && !parts.empty())
                return collectAlternative(parts, depth);
            for (auto part : parts) {
                const auto inner = MailHead::take(part);
                HS_TRY(collect(inner, part, depth + 1));
            }
            return {};
        }
        if (m_texts.size() + m_attached.size() >= MostParts)
            return beyondLimit("it has more than " + std::to_string(MostParts) + " parts");
        const auto disposition = head.raw("content-disposition");
        auto name = mailParameter(disposition, "filename");
        if (name.empty())
            name = mailParameter(type, "name");
        const bool text = plainType.empty() || plainType == "text/plain" || plainType == "text/html";
        const bool attached = startsWithWord(disposition, "attachment") || !text ||
                              (!name.empty() && !startsWithWord(disposition, "inline"));
        if (attached && plainType.starts_with("image/") && !startsWithWord(disposition, "attachment"))
            return {}; // the logo below a signature
        MailPart part;
        part.attached = attached;
        part.source.bytes = decodedBody(body, head.raw("content-transfer-encoding"));
        part.source.name = std::move(name);
        part.source.mediaType = type.empty() ? "text/plain" : std::string(type);
        (attached ? m_attached : m_texts).push_back(std::move(part));
        return {};
    }

    /// One text in several forms, of which the plain one comes first.
    Result<void> collectAlternative(const std::vector<std::string_view> &parts, int depth)
    {
        std::optional<std::pair<MailHead, std::string_view>> best;
        int bestWorth = -1;
        for (auto part : parts) {
            const auto head = MailHead::take(part);
            const auto type = head.raw("content-type");
            const bool empty = trimmed(part).empty();
            const int worth = empty                                                ? 0
                              : type.empty() || startsWithWord(type, "text/plain") ? 4
                              : startsWithWord(type, "multipart/")                 ? 3
                              : startsWithWord(type, "text/html")                  ? 2
                                                                                   : 1;
            if (worth > bestWorth) {
                bestWorth = worth;
                best.emplace(head, part);
            }
        }
        return best ? collect(best->first, best->second, depth + 1) : Result<void>();
    }

    Result<void> addText(MailPart &part)
    {
        const bool html = startsWithWord(part.source.mediaType, "text/html");
        const auto parsed = html ? readHtml(part.source, m_work) : readPlainText(part.source, m_work);
        if (parsed)
            m_builder.append(*parsed, 1);
        else if (parsed.error().code == Errc::Timeout)
            return tl::make_unexpected(parsed.error());
        else
            note("its text was not read: " + parsed.error().what);
        return {};
    }

    Result<void> addAttached(MailPart &part)
    {
        const auto name = part.source.name.empty() ? std::string("without a name") : shortened(part.source.name, 200);
        const bool letter = startsWithWord(part.source.mediaType, "message/rfc822");
        if (letter && m_work.nesting >= MostLettersInLetters) {
            note("a letter in a letter in a letter was not read: they are nested deeper than " +
                 std::to_string(MostLettersInLetters));
            return {};
        }
        if (!letter && !readsName(part.source.name) && kindOfMediaType(part.source.mediaType) == Kind::None)
            return {}; // keys, dates, programs
        ++m_work.nesting;
        auto parsed = letter ? readMail(part.source, m_work) : readWithin(part.source, m_work);
        --m_work.nesting;
        if (!parsed) {
            if (parsed.error().code == Errc::Timeout && m_work.late())
                return tl::make_unexpected(parsed.error());
            if (parsed.error().code != Errc::NotFound)
                note("the attachment " + name + " was not read: " + parsed.error().what);
            return {};
        }
        if (!letter)
            m_builder.heading(2, part.source.name.empty() ? parsed->title : part.source.name);
        m_builder.append(*parsed, letter ? 1 : 2);
        for (auto &each : parsed->notes)
            note("attachment " + name + ": " + each);
        return {};
    }

    void note(std::string text)
    {
        if (auto &notes = m_builder.document().notes; notes.size() < 100)
            notes.push_back(std::move(text));
    }

    Builder &m_builder;
    Work &m_work;
    std::vector<MailPart> m_texts, m_attached;
};

} // namespace

Result<Document> readMail(const Source &source, Work &work)
{
    std::string_view body = source.bytes;
    if (body.starts_with("From ")) // the line before a letter in a mailbox file
        body.remove_prefix(std::min(body.find('\n') + 1, body.size()));
    const auto head = MailHead::take(body);
    if (head.raw("from").empty() && head.raw("date").empty() && head.raw("subject").empty() &&
        head.raw("content-type").empty())
        return damaged("letter", "its head, which has no field of a letter");
    Builder builder(work.limits);
    HS_TRY(MailReader(builder, work).read(head, body));
    return builder.finish();
}

} // namespace hs::documents
