#include "engine/documents/front_matter.h"

#include <string>

#include "engine/documents/ascii.h"
#include "engine/documents/dates.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

constexpr std::size_t MostFrontMatter = 64 * 1024;

/// A value without its quotes, brackets and comment.
std::string_view plainValue(std::string_view value)
{
    value = trimmed(value);
    if (value.starts_with('[') && value.ends_with(']'))
        value = trimmed(value.substr(1, value.size() - 2));
    if (value.size() >= 2 && (value.front() == '"' || value.front() == '\'')) {
        const auto end = value.find(value.front(), 1);
        return end == std::string_view::npos ? value.substr(1) : value.substr(1, end - 1);
    }
    return trimmed(value.substr(0, value.find(" #")));
}

void takeFrontValue(std::string_view key, std::string_view value, Document &document)
{
    const auto fill = [&](std::string &field) {
        if (field.empty())
            field = value;
    };
    if (key == "title")
        fill(document.title);
    else if (key == "author" || key == "authors" || key == "by")
        fill(document.author);
    else if (key == "lang" || key == "language" || key == "locale")
        document.language = lowered(value.substr(0, value.find_first_of("-_")));
    else if (key == "updated" || key == "lastmod" || key == "modified" || key == "last_modified_at")
        document.changedAt = timeOfIso(value);
    else if (key == "date" && document.changedAt == 0)
        document.changedAt = timeOfIso(value);
}

} // namespace

std::string_view takeFrontMatter(std::string_view text, Document &document)
{
    const auto fence = text.substr(0, 3);
    if ((fence != "---" && fence != "+++") || !trimmed(text.substr(3, text.find('\n') - 3)).empty())
        return text;
    const char between = fence == "---" ? ':' : '=';
    auto rest = text;
    std::string key; // of the line before, for a value that stands in a list below it
    for (bool first = true; !rest.empty(); first = false) {
        const auto end = rest.find('\n');
        const auto line = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
        if (!first && (trimmed(line) == fence || (fence == "---" && trimmed(line) == "...")))
            return rest;
        if (text.size() - rest.size() > MostFrontMatter)
            break;
        if (first)
            continue;
        if (const auto item = trimmed(line); item.starts_with("- ") && !key.empty()) {
            takeFrontValue(key, plainValue(item.substr(2)), document);
            continue;
        }
        const auto at = line.find(between);
        if (at == std::string_view::npos || line.starts_with('#') || line.starts_with(' '))
            continue;
        key = lowered(trimmed(line.substr(0, at)));
        if (const auto value = plainValue(line.substr(at + 1)); !value.empty())
            takeFrontValue(key, value, document);
    }
    // It has no end: then it was a rule across the page, and nothing of it counts.
    document = {};
    return text;
}

} // namespace hs::documents
