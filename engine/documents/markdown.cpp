#include <md4c.h>

#include "engine/documents/ascii.h"
#include "engine/documents/builder.h"
#include "engine/documents/encoding.h"
#include "engine/documents/entities.h"
#include "engine/documents/front_matter.h"
#include "engine/documents/kinds.h"
#include "engine/documents/work.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

/// Takes what md4c tells, block by block.
class MarkdownReader {
public:
    MarkdownReader(Builder &builder, const Work &work) : m_builder(builder), m_work(work) {}

    int enterBlock(MD_BLOCKTYPE type, void *detail)
    {
        switch (type) {
        case MD_BLOCK_UL:
            flush();
            m_lists.push_back(0);
            break;
        case MD_BLOCK_OL:
            flush();
            m_lists.push_back(int(static_cast<MD_BLOCK_OL_DETAIL *>(detail)->start & 0xFFFFFFU));
            break;
        case MD_BLOCK_LI:
            flush();
            beginItem(*static_cast<MD_BLOCK_LI_DETAIL *>(detail));
            break;
        case MD_BLOCK_TABLE:
            m_table = m_builder.beginTable();
            break;
        case MD_BLOCK_TR:
            m_cells.clear();
            break;
        case MD_BLOCK_THEAD:
            m_head = true;
            break;
        case MD_BLOCK_HTML:
            m_html = true;
            break;
        case MD_BLOCK_H:
        case MD_BLOCK_P:
        case MD_BLOCK_CODE:
            flush();
            break;
        default:
            break;
        }
        return goesOn();
    }

    int leaveBlock(MD_BLOCKTYPE type, void *detail)
    {
        switch (type) {
        case MD_BLOCK_H: {
            const auto level = int(static_cast<MD_BLOCK_H_DETAIL *>(detail)->level);
            if (m_firstTitle.empty() && level == 1)
                m_firstTitle = m_text;
            m_builder.heading(level, m_text);
            m_text.clear();
            break;
        }
        case MD_BLOCK_CODE:
            m_builder.code(m_text);
            m_text.clear();
            break;
        case MD_BLOCK_HTML:
            m_text = startsWithWord(m_text, "<script") || startsWithWord(m_text, "<style") ? std::string()
                                                                                           : withoutTags(m_text);
            m_html = false;
            flush();
            break;
        case MD_BLOCK_UL:
        case MD_BLOCK_OL:
            flush();
            if (!m_lists.empty())
                m_lists.pop_back();
            break;
        case MD_BLOCK_TH:
        case MD_BLOCK_TD:
            m_cells.push_back(std::move(m_text));
            m_text.clear();
            break;
        case MD_BLOCK_TR:
            m_builder.row(m_table, m_head, m_cells);
            break;
        case MD_BLOCK_THEAD:
            m_head = false;
            break;
        case MD_BLOCK_P:
        case MD_BLOCK_LI:
            flush();
            break;
        default:
            break;
        }
        return goesOn();
    }

    int text(MD_TEXTTYPE type, std::string_view part)
    {
        switch (type) {
        case MD_TEXT_NULLCHAR:
            break;
        case MD_TEXT_BR:
            m_text += '\n';
            break;
        case MD_TEXT_SOFTBR:
            m_text += ' ';
            break;
        case MD_TEXT_ENTITY:
            m_text += textOfEntity(part);
            break;
        case MD_TEXT_HTML:
            if (m_html)
                m_text += part;
            break; // a tag inside of a line says nothing
        default:
            m_text += part;
        }
        return 0;
    }

    [[nodiscard]] const std::string &firstTitle() const { return m_firstTitle; }

private:
    void beginItem(const MD_BLOCK_LI_DETAIL &item)
    {
        if (m_lists.empty())
            return;
        // Number 0 begins a list only in theory; it then counts as one without numbers.
        if (auto &number = m_lists.back(); number > 0)
            m_text += std::to_string(number++) + ". ";
        if (item.is_task != 0)
            m_text += item.task_mark == ' ' ? "[ ] " : "[x] ";
    }

    void flush()
    {
        if (trimmed(m_text).empty())
            return;
        if (m_lists.empty())
            m_builder.paragraph(m_text);
        else
            m_builder.item(int(m_lists.size()), m_text);
        m_text.clear();
    }

    /// What a callback answers: other than 0 ends the parsing.
    [[nodiscard]] int goesOn()
    {
        if (m_lists.size() > std::size_t(m_work.limits.depth) || m_builder.full())
            return 1;
        return ++m_told % 256 == 0 && m_work.late() ? 1 : 0;
    }

    Builder &m_builder;
    const Work &m_work;
    std::string m_text, m_firstTitle;
    std::vector<int> m_lists; // the next number of each list that is open; 0: without numbers
    std::vector<std::string> m_cells;
    int m_table = 0;
    unsigned m_told = 0;
    bool m_head = false, m_html = false;
};

} // namespace

Result<Document> readMarkdown(const Source &source, Work &work)
{
    const auto whole = toUtf8(source.bytes, parameterOf(source.mediaType, "charset"));
    Builder builder(work.limits);
    const auto body = takeFrontMatter(whole, builder.document());
    MarkdownReader reader(builder, work);
    MD_PARSER parser{};
    parser.flags = MD_DIALECT_GITHUB;
    parser.enter_block = [](MD_BLOCKTYPE type, void *detail, void *self) {
        return static_cast<MarkdownReader *>(self)->enterBlock(type, detail);
    };
    parser.leave_block = [](MD_BLOCKTYPE type, void *detail, void *self) {
        return static_cast<MarkdownReader *>(self)->leaveBlock(type, detail);
    };
    parser.enter_span = [](MD_SPANTYPE, void *, void *) { return 0; };
    parser.leave_span = [](MD_SPANTYPE, void *, void *) { return 0; };
    parser.text = [](MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *self) {
        return static_cast<MarkdownReader *>(self)->text(type, std::string_view(text, size));
    };
    const int code = md_parse(body.data(), MD_SIZE(body.size()), &parser, &reader);
    if (code < 0)
        return needsMoreMemory();
    if (code > 0 && work.late())
        return tookTooLong("it took too long to read");
    if (code > 0 && !builder.full())
        return fail(Errc::BadInput, "its lists are nested deeper than " + std::to_string(work.limits.depth), {},
                    "write it with fewer levels");
    if (builder.document().title.empty())
        builder.document().title = oneLine(reader.firstTitle());
    return builder.finish();
}

} // namespace hs::documents
