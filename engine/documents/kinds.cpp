#include "engine/documents/kinds.h"

#include <algorithm>
#include <array>

#include "engine/documents/archive.h"
#include "engine/documents/ascii.h"
#include "engine/documents/reading.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::documents {

namespace {

struct KindName {
    Kind kind;
    std::string_view name; // a media type, or an ending
};

// The first of a kind is the one it is called by.
constexpr std::array<KindName, 20> MediaTypes{{
    {Kind::Pdf, "application/pdf"},
    {Kind::Docx, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    {Kind::Odt, "application/vnd.oasis.opendocument.text"},
    {Kind::Xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {Kind::Ods, "application/vnd.oasis.opendocument.spreadsheet"},
    {Kind::Html, "text/html"},
    {Kind::Html, "application/xhtml+xml"},
    {Kind::Markdown, "text/markdown"},
    {Kind::Markdown, "text/x-markdown"},
    {Kind::Text, "text/plain"},
    {Kind::Csv, "text/csv"},
    {Kind::Csv, "text/tab-separated-values"},
    {Kind::Csv, "application/csv"},
    {Kind::Mail, "message/rfc822"},
    {Kind::Png, "image/png"},
    {Kind::Jpeg, "image/jpeg"},
    {Kind::Jpeg, "image/jpg"},
    {Kind::Tiff, "image/tiff"},
    {Kind::Pdf, "application/x-pdf"},
    {Kind::None, "application/octet-stream"},
}};

constexpr std::array<KindName, 24> Endings{{
    {Kind::Pdf, ".pdf"},     {Kind::Docx, ".docx"},         {Kind::Docx, ".docm"}, {Kind::Docx, ".dotx"},
    {Kind::Odt, ".odt"},     {Kind::Odt, ".ott"},           {Kind::Xlsx, ".xlsx"}, {Kind::Xlsx, ".xlsm"},
    {Kind::Ods, ".ods"},     {Kind::Html, ".html"},         {Kind::Html, ".htm"},  {Kind::Html, ".xhtml"},
    {Kind::Markdown, ".md"}, {Kind::Markdown, ".markdown"}, {Kind::Text, ".txt"},  {Kind::Text, ".text"},
    {Kind::Csv, ".csv"},     {Kind::Csv, ".tsv"},           {Kind::Mail, ".eml"},  {Kind::Png, ".png"},
    {Kind::Jpeg, ".jpg"},    {Kind::Jpeg, ".jpeg"},         {Kind::Tiff, ".tif"},  {Kind::Tiff, ".tiff"},
}};

constexpr std::size_t SniffedBytes = 4096;

/// What the first bytes alone tell for sure.
Kind kindOfMagic(std::string_view bytes)
{
    if (trimmed(bytes.substr(0, 64)).starts_with("%PDF-"))
        return Kind::Pdf;
    if (bytes.starts_with("\x89PNG\r\n\x1a\n"))
        return Kind::Png;
    if (bytes.starts_with("\xff\xd8\xff"))
        return Kind::Jpeg;
    if (bytes.starts_with(std::string_view("II*\0", 4)) || bytes.starts_with(std::string_view("MM\0*", 4)))
        return Kind::Tiff;
    if (bytes.starts_with("PK\x03\x04"))
        return kindOfArchive(bytes);
    return Kind::None;
}

/// Whether the text begins like a page of the web, behind blanks, comments and an XML declaration.
bool beginsLikeHtml(std::string_view bytes)
{
    auto text = bytes.substr(0, SniffedBytes);
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    for (;;) {
        text = trimmed(text);
        const std::string_view end = text.starts_with("<!--") ? "-->" : text.starts_with("<?xml") ? "?>" : "";
        if (end.empty())
            break;
        const auto at = text.find(end);
        if (at == std::string_view::npos)
            return false;
        text.remove_prefix(at + end.size());
    }
    return startsWithWord(text, "<!doctype html") || startsWithWord(text, "<html") ||
           startsWithWord(text, "<head>") || startsWithWord(text, "<body");
}

/// Whether the text begins with at least three of the header fields that letters have.
bool beginsLikeMail(std::string_view bytes)
{
    int known = 0;
    auto text = bytes.substr(0, SniffedBytes);
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (trimmed(line).empty())
            break;
        if (line.front() != ' ' && line.front() != '\t') {
            const auto colon = line.find(':');
            if (colon == std::string_view::npos || colon == 0 ||
                line.substr(0, colon).find(' ') != std::string_view::npos)
                return false;
            for (const std::string_view field : {"return-path", "received", "from", "to", "date", "subject",
                                                 "message-id", "mime-version", "delivered-to"})
                known += sameWord(line.substr(0, colon), field) ? 1 : 0;
        }
        if (end == std::string_view::npos)
            break;
        text.remove_prefix(end + 1);
    }
    return known >= 3;
}

bool looksLikeText(std::string_view bytes)
{
    if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
        return true; // UTF-16
    const auto head = bytes.substr(0, SniffedBytes);
    const auto controls = std::ranges::count_if(
        head, [](char c) { return static_cast<unsigned char>(c) < 32 && !isBlank(c) && c != '\x1b'; });
    return head.find('\0') == std::string_view::npos && (controls <= 2 || std::size_t(controls) * 50 <= head.size());
}

bool isTextual(Kind kind)
{
    return kind == Kind::Html || kind == Kind::Markdown || kind == Kind::Text || kind == Kind::Csv ||
           kind == Kind::Mail;
}

Kind kindOf(const Source &source)
{
    if (const auto kind = kindOfMagic(source.bytes); kind != Kind::None)
        return kind;
    const auto named = kindOfName(source.name);
    const auto declared = kindOfMediaType(source.mediaType);
    // Some programs write something before it; then its name or its type must say so, too.
    if ((named == Kind::Pdf || declared == Kind::Pdf) &&
        std::string_view(source.bytes).substr(0, 1024).find("%PDF-") != std::string_view::npos)
        return Kind::Pdf;
    if (isOleContainer(source.bytes)) { // of old times and not read, or encrypted, of which its reader tells
        if (!isEncryptedOffice(source.bytes))
            return Kind::None;
        return named != Kind::None ? named : declared != Kind::None ? declared : Kind::Docx;
    }
    if (!looksLikeText(source.bytes)) // a damaged file is still of the kind its name says
        return named != Kind::None && !isTextual(named)         ? named
               : declared != Kind::None && !isTextual(declared) ? declared
                                                                : Kind::None;
    if (beginsLikeHtml(source.bytes))
        return Kind::Html;
    if (named != Kind::None)
        return named;
    if (declared != Kind::None && declared != Kind::Text)
        return declared;
    if (beginsLikeMail(source.bytes))
        return Kind::Mail;
    return Kind::Text;
}

} // namespace

std::string_view mediaTypeOf(Kind kind)
{
    return std::ranges::find(MediaTypes, kind, &KindName::kind)->name;
}

Kind kindOfMediaType(std::string_view mediaType)
{
    const auto plain = trimmed(mediaType.substr(0, mediaType.find(';')));
    for (const auto &known : MediaTypes)
        if (sameWord(known.name, plain))
            return known.kind;
    return Kind::None;
}

Kind kindOfName(std::string_view name)
{
    if (name.find("://") != std::string_view::npos)
        name = name.substr(0, name.find_first_of("?#"));
    const auto dot = name.find_last_of("./\\");
    if (dot == std::string_view::npos || name[dot] != '.')
        return Kind::None;
    for (const auto &known : Endings)
        if (sameWord(known.name, name.substr(dot)))
            return known.kind;
    return Kind::None;
}

std::string_view parameterOf(std::string_view mediaType, std::string_view name)
{
    for (auto at = mediaType.find(';'); at != std::string_view::npos; at = mediaType.find(';', at + 1)) {
        const auto rest = trimmed(mediaType.substr(at + 1));
        if (!startsWithWord(rest, name))
            continue;
        auto value = trimmed(rest.substr(name.size()));
        if (!value.starts_with('='))
            continue;
        value = trimmed(value.substr(1));
        if (value.starts_with('"'))
            return value.substr(1, value.find('"', 1) - 1);
        return value.substr(0, value.find_first_of("; \t\r\n"));
    }
    return {};
}

bool isOleContainer(std::string_view bytes)
{
    return bytes.starts_with("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
}

bool isEncryptedOffice(std::string_view bytes)
{
    std::string name; // as the container's directory writes it
    for (const char c : std::string_view("EncryptedPackage"))
        name += {c, '\0'};
    return isOleContainer(bytes) && bytes.find(name) != std::string_view::npos;
}

std::string typeOf(const Source &source)
{
    return std::string(mediaTypeOf(kindOf(source)));
}

bool readsName(std::string_view name)
{
    return kindOfName(name) != Kind::None;
}

} // namespace hs::documents
