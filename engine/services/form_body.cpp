#include "engine/services/form_body.h"

#include "engine/services/headers.h"
#include "engine/vocabulary/trimmed.h"
#include "engine/vocabulary/utf8.h"

namespace hs::services {

namespace {

constexpr std::string_view UrlencodedType = "application/x-www-form-urlencoded";
constexpr std::string_view MultipartType = "multipart/form-data";
constexpr std::size_t MaxBoundary = 70; // RFC 2046 §5.1.1

tl::unexpected<Error> badForm(std::string what, std::string where = {})
{
    return fail(Errc::BadInput, std::move(what), std::move(where));
}

std::string atByte(std::size_t byte)
{
    return "byte " + std::to_string(byte);
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// `offset` is where `text` stands in the body, for error texts.
Result<std::string> decoded(std::string_view text, std::size_t offset)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] == '%') {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return badForm("a % in the form is not followed by two hexadecimal digits", atByte(offset + i));
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += text[i];
        }
    }
    if (!isUtf8(out))
        return badForm("the form is not UTF-8", atByte(offset));
    return out;
}

/// Name and file name of a part; BadInput when it names no field.
Result<FormField> readPartHeaders(std::string_view block, std::size_t number)
{
    const auto part = "part " + std::to_string(number);
    std::optional<FormField> field;
    while (!block.empty()) {
        const auto end = block.find("\r\n");
        const auto line = block.substr(0, end);
        block = end == std::string_view::npos ? std::string_view() : block.substr(end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos)
            return badForm("a line among the headers of the part is no header", part);
        const auto name = line.substr(0, colon);
        const auto value = trimmed(line.substr(colon + 1));
        if (equalIgnoringCase(name, "Content-Disposition")) {
            const auto fieldName = headerParameter(value, "name");
            if (mediaType(value) != "form-data" || !fieldName || field)
                return badForm("the part is not one field of a form", part);
            field = FormField{*fieldName, {}, headerParameter(value, "filename")};
        } else if (equalIgnoringCase(name, "Content-Transfer-Encoding") && !equalIgnoringCase(value, "8bit")
                   && !equalIgnoringCase(value, "7bit") && !equalIgnoringCase(value, "binary")) {
            return badForm("the part is encoded, which forms must not be", part);
        }
    }
    if (!field)
        return badForm("the part has no name", part);
    if (field->name.size() > MaxFormNameBytes)
        return badForm("the name of the field is longer than 256 bytes", part);
    if (!isUtf8(field->name) || (field->fileName && !isUtf8(*field->fileName)))
        return badForm("the name of the field is not UTF-8", part);
    return *field;
}

} // namespace

std::string mediaType(std::string_view contentType)
{
    std::string type(trimmed(contentType.substr(0, contentType.find(';'))));
    for (char &c : type) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c + ('a' - 'A'));
    }
    return type;
}

std::optional<std::string> headerParameter(std::string_view header, std::string_view name)
{
    std::size_t i = header.find(';');
    while (i < header.size()) {
        ++i; // the semicolon
        const auto equals = header.find_first_of("=;", i);
        if (equals == std::string_view::npos)
            return std::nullopt;
        if (header[equals] == ';') {
            i = equals;
            continue;
        }
        const auto key = trimmed(header.substr(i, equals - i));
        std::string value;
        i = equals + 1;
        if (i < header.size() && header[i] == '"') {
            for (++i; i < header.size() && header[i] != '"'; ++i) {
                if (header[i] == '\\' && i + 1 < header.size() && (header[i + 1] == '"' || header[i + 1] == '\\'))
                    ++i;
                value += header[i];
            }
            if (i >= header.size())
                return std::nullopt; // no closing quote
            i = header.find(';', i);
        } else {
            const auto end = header.find(';', i);
            value = trimmed(header.substr(i, end == std::string_view::npos ? end : end - i));
            i = end;
        }
        if (equalIgnoringCase(key, name))
            return value;
    }
    return std::nullopt;
}

Result<FormFields> parseUrlencoded(std::string_view body)
{
    FormFields fields;
    std::size_t begin = 0;
    while (begin < body.size()) {
        const auto end = std::min(body.find('&', begin), body.size());
        const auto pair = body.substr(begin, end - begin);
        if (!pair.empty()) {
            if (fields.size() == MaxFormFields)
                return badForm("the form has more than 500 fields", atByte(begin));
            const auto equals = std::min(pair.find('='), pair.size());
            auto name = decoded(pair.substr(0, equals), begin);
            if (!name)
                return tl::make_unexpected(name.error());
            if (name->size() > MaxFormNameBytes)
                return badForm("the name of a field is longer than 256 bytes", atByte(begin));
            const auto valueBegin = std::min(equals + 1, pair.size());
            auto value = decoded(pair.substr(valueBegin), begin + valueBegin);
            if (!value)
                return tl::make_unexpected(value.error());
            fields.push_back({std::move(*name), std::move(*value), {}});
        }
        begin = end + 1;
    }
    return fields;
}

Result<FormFields> parseMultipart(std::string_view body, std::string_view boundary)
{
    if (boundary.empty() || boundary.size() > MaxBoundary)
        return badForm("the multipart form names no boundary of 1 to 70 characters", "Content-Type");
    const std::string delimiter = "\r\n--" + std::string(boundary);
    const std::string_view first = std::string_view(delimiter).substr(2);
    if (body.substr(0, first.size()) != first)
        return badForm("the form does not begin with its boundary", atByte(0));

    FormFields fields;
    std::size_t i = first.size();
    while (true) {
        if (body.substr(i, 2) == "--")
            return fields;
        while (i < body.size() && (body[i] == ' ' || body[i] == '\t'))
            ++i;
        if (body.substr(i, 2) != "\r\n")
            return badForm("no line end after the boundary", atByte(i));
        i += 2;
        if (fields.size() == MaxFormFields)
            return badForm("the form has more than 500 fields", atByte(i));
        const auto number = fields.size() + 1;
        const auto headersEnd = body.find("\r\n\r\n", i);
        if (headersEnd == std::string_view::npos || headersEnd - i > MaxPartHeaderBytes)
            return badForm("the headers of the part do not end within 4 KiB", "part " + std::to_string(number));
        auto field = readPartHeaders(body.substr(i, headersEnd - i), number);
        if (!field)
            return tl::make_unexpected(field.error());
        const auto content = headersEnd + 4;
        // An empty value's delimiter begins with the line end that closed the headers.
        const auto end = body.find(delimiter, headersEnd + 2);
        if (end == std::string_view::npos)
            return badForm("the form ends before its last boundary", atByte(body.size()));
        if (!field->fileName && end > content) {
            field->value = body.substr(content, end - content);
            if (!isUtf8(field->value))
                return badForm("the value of the field is not UTF-8", "part " + std::to_string(number));
        }
        fields.push_back(std::move(*field));
        i = end + delimiter.size();
    }
}

Result<FormFields> parseForm(std::string_view contentType, std::string_view body)
{
    const auto type = mediaType(contentType);
    if (type == UrlencodedType)
        return parseUrlencoded(body);
    if (type == MultipartType)
        return parseMultipart(body, headerParameter(contentType, "boundary").value_or(""));
    return badForm("the content type is not one of a form", "Content-Type");
}

Result<Json> parseBody(std::string_view contentType, std::string_view body)
{
    const auto type = mediaType(contentType);
    if (type == UrlencodedType || type == MultipartType) {
        const auto fields = parseForm(contentType, body);
        if (!fields)
            return tl::make_unexpected(fields.error());
        Json object = Json::object();
        for (const auto &field : *fields) {
            const auto value = field.fileName ? "[file " + *field.fileName + "]" : field.value;
            if (const auto found = object.find(field.name); found != object.end())
                *found = found->get<std::string>() + ", " + value;
            else
                object[field.name] = value;
        }
        return object;
    }
    auto document = parseJson(body);
    if (!document) {
        Error error = std::move(document).error();
        error.what = "the body is " + error.what;
        return tl::make_unexpected(std::move(error));
    }
    if (!document->is_object())
        return badForm("the body is JSON, but not an object", "line 1, column 1");
    return document;
}

} // namespace hs::services
