#include "engine/documents/reader_frames.h"

#include <array>

#include "engine/vocabulary/json.h"
#include "engine/vocabulary/utf8.h"

namespace hs::documents {

namespace {

constexpr std::size_t NumbersOfBlock = 7, BytesOfBlock = NumbersOfBlock * 4;
constexpr int DeepestFrame = 6;

/// Walks CBOR without building anything: what is nested too deep would otherwise end the process that reads it.
struct ShallowCheck : nlohmann::json_sax<Json> {
    int depth = 0;
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t &) override { return true; }
    bool string(string_t &) override { return true; }
    bool binary(binary_t &) override { return true; }
    bool start_object(std::size_t) override { return ++depth <= DeepestFrame; }
    bool key(string_t &) override { return true; }
    bool end_object() override { return --depth >= 0; }
    bool start_array(std::size_t) override { return ++depth <= DeepestFrame; }
    bool end_array() override { return --depth >= 0; }
    bool parse_error(std::size_t, const std::string &, const nlohmann::detail::exception &) override { return false; }
};

Json fromCbor(std::string_view bytes)
{
    ShallowCheck check;
    if (!Json::sax_parse(bytes.begin(), bytes.end(), &check, nlohmann::detail::input_format_t::cbor))
        return Json(Json::value_t::discarded);
    return Json::from_cbor(bytes.begin(), bytes.end(), true, false);
}

std::string toCbor(const Json &json)
{
    std::string bytes;
    Json::to_cbor(json, nlohmann::detail::output_adapter<char>(bytes));
    return bytes;
}

/// Texts travel as bytes: what strangers wrote need not be UTF-8, and checking that is the receiver's part.
Json asBytes(std::string_view text)
{
    return Json::binary({text.begin(), text.end()});
}

std::string bytesOf(const Json &json, std::string_view key)
{
    const auto &value = member(json, key);
    if (!value.is_binary())
        return {};
    const auto &bytes = value.get_binary();
    return {bytes.begin(), bytes.end()};
}

std::string utf8Of(const Json &json, std::string_view key, bool &valid)
{
    auto text = bytesOf(json, key);
    valid = valid && isUtf8(text);
    return text;
}

std::vector<std::string> textsOf(const Json &json, std::string_view key, std::size_t most, bool &valid)
{
    std::vector<std::string> texts;
    const auto &list = member(json, key);
    valid = valid && list.is_array() && list.size() <= most;
    if (!valid)
        return texts;
    for (const auto &each : list) {
        if (!each.is_string() || !isUtf8(each.get_ref<const std::string &>())) {
            valid = false;
            break;
        }
        texts.push_back(each.get_ref<const std::string &>());
    }
    return texts;
}

/// The blocks are numbers of 4 bytes, little endian: as CBOR they would take longer than the reading.
std::string bytesOfBlocks(const std::vector<Block> &blocks)
{
    std::string bytes;
    bytes.reserve(blocks.size() * BytesOfBlock);
    for (const auto &block : blocks)
        for (const auto number : {std::uint64_t(block.kind), std::uint64_t(block.level), std::uint64_t(block.start),
                                  std::uint64_t(block.end), std::uint64_t(block.page), std::uint64_t(block.table),
                                  std::uint64_t(block.confidence)})
            for (int shift = 0; shift < 32; shift += 8)
                bytes += static_cast<char>(static_cast<unsigned char>(number >> shift));
    return bytes;
}

bool takeBlocks(const Json &json, Document &document)
{
    if (!json.is_binary() || json.get_binary().size() % BytesOfBlock != 0)
        return false;
    const auto &bytes = json.get_binary();
    const auto isBorder = [&](std::size_t at) {
        return at == document.text.size() || (static_cast<unsigned char>(document.text[at]) & 0xC0) != 0x80;
    };
    document.blocks.reserve(bytes.size() / BytesOfBlock);
    std::size_t end = 0;
    for (std::size_t i = 0; i < bytes.size(); i += BytesOfBlock) {
        std::array<std::uint32_t, NumbersOfBlock> values{};
        for (std::size_t j = 0; j < BytesOfBlock; ++j)
            values[j / 4] |= std::uint32_t(bytes[i + j]) << (8 * (j % 4));
        const std::size_t start = values[2];
        if (values[0] > std::uint32_t(BlockKind::Code) || start < end || values[3] <= start ||
            values[3] > document.text.size() || !isBorder(start) || !isBorder(values[3]) || values[1] > 1'000 ||
            values[4] > 1'000'000'000 || values[5] > 1'000'000'000 || values[6] > 100)
            return false;
        end = values[3];
        document.blocks.push_back(
            {BlockKind(values[0]), int(values[1]), start, end, int(values[4]), int(values[5]), int(values[6])});
    }
    return true;
}

} // namespace

std::string frameHead(std::uint64_t length)
{
    std::string head(FrameHead, '\0');
    for (std::size_t i = 0; i < FrameHead; ++i)
        head[i] = static_cast<char>(static_cast<unsigned char>(length >> (8 * i)));
    return head;
}

std::uint64_t frameLength(std::string_view head)
{
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < FrameHead && i < head.size(); ++i)
        length |= std::uint64_t(static_cast<unsigned char>(head[i])) << (8 * i);
    return length;
}

std::string encodeQuestion(const ReaderQuestion &question)
{
    const auto &limits = question.limits;
    return toCbor({{"bytes", asBytes(question.source.bytes)},
                   {"name", asBytes(question.source.name)},
                   {"type", asBytes(question.source.mediaType)},
                   {"address", asBytes(question.source.address)},
                   {"memory", question.memory},
                   {"idle", question.idle.count()},
                   {"limits",
                    {{"bytes", limits.bytes},
                     {"unpacked", limits.unpacked},
                     {"text", limits.text},
                     {"entries", limits.entries},
                     {"ratio", limits.ratio},
                     {"pages", limits.pages},
                     {"depth", limits.depth},
                     {"blocks", limits.blocks},
                     {"page", limits.page.count()},
                     {"whole", limits.whole.count()},
                     {"recognise", limits.recognise},
                     {"languages", asBytes(limits.languages)}}}});
}

Result<ReaderQuestion> decodeQuestion(std::string_view bytes)
{
    const auto json = fromCbor(bytes);
    if (!json.is_object())
        return fail(Errc::Internal, "the reader was asked nothing that it understands");
    ReaderQuestion question;
    question.source = {bytesOf(json, "bytes"), bytesOf(json, "name"), bytesOf(json, "type"),
                       bytesOf(json, "address")};
    question.memory = std::size_t(integer(json, "memory"));
    question.idle = std::chrono::milliseconds(integer(json, "idle"));
    const auto &given = member(json, "limits");
    auto &limits = question.limits;
    limits.bytes = std::size_t(integer(given, "bytes", std::int64_t(limits.bytes)));
    limits.unpacked = std::size_t(integer(given, "unpacked", std::int64_t(limits.unpacked)));
    limits.text = std::size_t(integer(given, "text", std::int64_t(limits.text)));
    limits.entries = int(integer(given, "entries", limits.entries));
    limits.ratio = int(integer(given, "ratio", limits.ratio));
    limits.pages = int(integer(given, "pages", limits.pages));
    limits.depth = int(integer(given, "depth", limits.depth));
    limits.blocks = std::size_t(integer(given, "blocks", std::int64_t(limits.blocks)));
    limits.page = std::chrono::seconds(integer(given, "page", limits.page.count()));
    limits.whole = std::chrono::seconds(integer(given, "whole", limits.whole.count()));
    limits.recognise = boolean(given, "recognise", limits.recognise);
    limits.languages = bytesOf(given, "languages");
    return question;
}

std::string encodeAnswer(const Result<Document> &answer)
{
    if (!answer) {
        const auto &error = answer.error();
        return toCbor({{"code", int(error.code)},
                       {"what", asBytes(error.what)},
                       {"where", asBytes(error.where)},
                       {"mend", asBytes(error.mend)}});
    }
    return toCbor({{"text", asBytes(answer->text)},
                   {"blocks", asBytes(bytesOfBlocks(answer->blocks))},
                   {"title", asBytes(answer->title)},
                   {"author", asBytes(answer->author)},
                   {"language", asBytes(answer->language)},
                   {"canonical", asBytes(answer->canonical)},
                   {"type", asBytes(answer->mediaType)},
                   {"changedAt", answer->changedAt},
                   {"pages", answer->pages},
                   {"notes", answer->notes},
                   {"links", answer->links}});
}

std::uint64_t mostAnswer(const Limits &limits)
{
    return std::uint64_t(limits.text) + std::uint64_t(limits.blocks) * BytesOfBlock + 16U * 1024 * 1024;
}

Result<Document> decodeAnswer(std::string_view bytes)
{
    const auto senseless = [] {
        return fail(Errc::Internal, "the reader answered nothing that makes sense", {},
                    "read the document again, and report it if that happens again");
    };
    const auto json = fromCbor(bytes);
    if (!json.is_object())
        return senseless();
    bool valid = true;
    if (const auto code = integer(json, "code", -1); code >= 0) {
        auto what = utf8Of(json, "what", valid), where = utf8Of(json, "where", valid),
             mend = utf8Of(json, "mend", valid);
        if (!valid || code > int(Errc::Internal) || what.size() > 1'000 || where.size() > 1'000 ||
            mend.size() > 1'000)
            return senseless();
        return fail(Errc(code), std::move(what), std::move(where), std::move(mend));
    }
    Document document;
    document.text = utf8Of(json, "text", valid);
    document.title = utf8Of(json, "title", valid);
    document.author = utf8Of(json, "author", valid);
    document.language = utf8Of(json, "language", valid);
    document.canonical = utf8Of(json, "canonical", valid);
    document.mediaType = utf8Of(json, "type", valid);
    document.changedAt = integer(json, "changedAt");
    document.pages = int(integer(json, "pages"));
    document.notes = textsOf(json, "notes", 10'000, valid);
    document.links = textsOf(json, "links", 1'000, valid);
    if (!valid || document.changedAt < 0 || document.pages < 0 || !takeBlocks(member(json, "blocks"), document))
        return senseless();
    return document;
}

} // namespace hs::documents
