#include "tests/fakes/notion/rich_text.h"

#include "tests/fakes/notion/users.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

constexpr std::size_t MaxItems = 100;
constexpr std::size_t MaxText = 2000;
constexpr std::size_t MaxEquation = 1000;

void limit(const std::string &path, std::string_view what, std::size_t length, std::size_t most)
{
    if (length > most)
        refuse("body failed validation: " + path + "." + std::string(what) + ".length should be ≤ `" + std::to_string(most)
               + "`, instead was `" + std::to_string(length) + "`.");
}

const Json &plainAnnotations()
{
    static const Json plain{{"bold", false},      {"italic", false}, {"strikethrough", false},
                            {"underline", false}, {"code", false},   {"color", "default"}};
    return plain;
}

Json keptItem(const Workspace &space, const Json &item, const std::string &path)
{
    if (!item.is_object())
        refuse("body failed validation: " + path + " should be an object, instead was " + kindName(item) + ".");
    Json kept = Json::object();
    if (const Json &written = member(item, "text"); written.is_object()) {
        const Json &content = member(written, "content");
        if (!content.is_string())
            refuse("body failed validation: " + path + ".text.content should be a string.");
        limit(path, "text.content", utf16Length(content.get_ref<const std::string &>()), MaxText);
        kept["c"] = content;
        if (const Json &link = member(written, "link"); link.is_object()) {
            const auto url = text(link, "url");
            limit(path, "text.link.url", utf16Length(url), MaxText);
            if (url.empty())
                refuse("body failed validation: " + path + ".text.link.url should be populated.");
            kept["l"] = url;
        }
    } else if (const Json &equation = member(item, "equation"); equation.is_object()) {
        const auto expression = text(equation, "expression");
        limit(path, "equation.expression", utf16Length(expression), MaxEquation);
        kept["c"] = expression;
        kept["e"] = true;
    } else if (const Json &mention = member(item, "mention"); mention.is_object()) {
        Json shown = mention;
        std::string plain = "mention";
        if (const Json &user = member(mention, "user"); user.is_object()) {
            shown["type"] = "user";
            const auto id = canonicalId(text(user, "id"));
            const auto found = id ? space.users.find(*id) : space.users.end();
            if (found == space.users.end())
                refuseMissing("user", text(user, "id"));
            shown["user"] = userJson(space, found->second);
            plain = "@" + found->second.name;
        } else if (const Json &page = member(mention, "page"); page.is_object()) {
            shown["type"] = "page";
            const auto id = canonicalId(text(page, "id"));
            const auto found = id ? space.pages.find(*id) : space.pages.end();
            if (found == space.pages.end())
                refuseMissing("page", text(page, "id"));
            plain = titleOf(*found->second);
        } else if (const Json &date = member(mention, "date"); date.is_object()) {
            shown["type"] = "date";
            plain = text(date, "start");
        }
        kept["c"] = plain;
        kept["m"] = std::move(shown);
    } else {
        refuse("body failed validation: " + path + " should have text, mention or equation.");
    }
    if (const Json &annotations = member(item, "annotations"); annotations.is_object()) {
        Json all = plainAnnotations();
        for (const auto &[name, value] : annotations.items()) {
            if (!all.contains(name) || all[name].type() != value.type())
                refuse("body failed validation: " + path + ".annotations." + name + " is not an annotation.");
            all[name] = value;
        }
        if (all != plainAnnotations())
            kept["a"] = std::move(all);
    }
    return kept;
}

bool joins(const Json &before, const Json &after)
{
    return !before.contains("m") && !before.contains("e") && !after.contains("m") && !after.contains("e")
        && member(before, "l") == member(after, "l") && member(before, "a") == member(after, "a");
}

} // namespace

std::size_t utf16Length(std::string_view utf8)
{
    std::size_t units = 0;
    for (const char c : utf8) {
        const auto byte = static_cast<unsigned char>(c);
        units += (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
    }
    return units;
}

Json keptText(const Workspace &space, const Json &written, const std::string &path)
{
    if (!written.is_array())
        refuse("body failed validation: " + path + " should be an array, instead was " + kindName(written) + ".");
    limit(path, "", written.size(), MaxItems);
    Json kept = Json::array();
    for (std::size_t i = 0; i < written.size(); ++i) {
        Json item = keptItem(space, written[i], path + "[" + std::to_string(i) + "]");
        if (item["c"].get_ref<const std::string &>().empty())
            continue;
        if (space.options.mergeTexts && !kept.empty() && joins(kept.back(), item))
            kept.back()["c"].get_ref<std::string &>() += item["c"].get_ref<const std::string &>();
        else
            kept.push_back(std::move(item));
    }
    return kept;
}

Json shownText(const Json &kept)
{
    Json shown = Json::array();
    for (const Json &item : kept) {
        const Json &content = item["c"];
        Json out{{"plain_text", content}, {"href", nullptr}, {"annotations", item.contains("a") ? item["a"] : plainAnnotations()}};
        if (item.contains("m")) {
            out["type"] = "mention";
            out["mention"] = item["m"];
        } else if (item.contains("e")) {
            out["type"] = "equation";
            out["equation"] = {{"expression", content}};
        } else {
            out["type"] = "text";
            const bool linked = item.contains("l");
            out["text"] = {{"content", content}, {"link", linked ? Json{{"url", item["l"]}} : Json()}};
            if (linked)
                out["href"] = item["l"];
        }
        shown.push_back(std::move(out));
    }
    return shown;
}

std::string plainText(const Json &kept)
{
    std::string out;
    if (kept.is_array())
        for (const Json &item : kept)
            out += text(item, "c");
    return out;
}

Json keptFromPlain(std::string_view plain)
{
    Json kept = Json::array();
    while (!plain.empty()) {
        std::size_t cut = std::min<std::size_t>(plain.size(), MaxText);
        while (cut < plain.size() && (static_cast<unsigned char>(plain[cut]) & 0xC0) == 0x80)
            --cut;
        kept.push_back({{"c", plain.substr(0, cut)}});
        plain.remove_prefix(cut);
    }
    return kept;
}

} // namespace hs::test::notion
