#include "tests/fakes/notion/values_check.h"

#include <algorithm>
#include <set>

#include "tests/fakes/notion/dates.h"
#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/schema.h"
#include "tests/fakes/notion/schema_relation.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

constexpr std::size_t MaxList = 100;
constexpr std::size_t MaxUrl = 2000;
constexpr std::size_t MaxShort = 200; // e-mail addresses and phone numbers

const std::set<std::string> &readOnlyTypes()
{
    static const std::set<std::string> types{"formula",          "rollup",    "created_time", "last_edited_time", "created_by",
                                             "last_edited_by",   "unique_id", "button"};
    return types;
}

class Checker {
public:
    Checker(Workspace &space, PageWrite &write) : m_space(space), m_write(write) {}

    Json kept(Property &property, const Json &value, const std::string &path)
    {
        const auto &type = property.type;
        if (type == "title" || type == "rich_text")
            return keptText(m_space, value, path);
        if (type == "number")
            return nullOr(value, value.is_number(), path, "a number");
        if (type == "checkbox") {
            wants(value.is_boolean(), value, path, "a boolean");
            return value;
        }
        if (type == "url" || type == "email" || type == "phone_number")
            return shortText(value, path, type == "url" ? MaxUrl : MaxShort);
        if (type == "select" || type == "status")
            return value.is_null() ? Json() : Json(option(property, value, path));
        if (type == "multi_select")
            return list(value, path, [&](const Json &each, const std::string &at) { return Json(option(property, each, at)); });
        if (type == "date")
            return value.is_null() ? Json() : keptDate(value, path);
        if (type == "people")
            return list(value, path, [&](const Json &each, const std::string &) { return Json(m_space.user(text(each, "id")).id); });
        if (type == "relation")
            return list(value, path, [&](const Json &each, const std::string &at) { return Json(related(property, each, at)); });
        if (type == "files")
            return list(value, path, [&](const Json &each, const std::string &at) { return file(each, at); });
        if (type == "verification")
            return verification(value, path);
        if (type == "place") {
            if (!value.is_null())
                wants(member(value, "lat").is_number() && member(value, "lon").is_number(), value, path, "an object with lat and lon");
            return value;
        }
        refuse("body failed validation: " + path + " cannot be written.");
    }

private:
    static void wants(bool holds, const Json &value, const std::string &path, std::string_view what)
    {
        if (!holds)
            refuse("body failed validation: " + path + " should be " + std::string(what) + ", instead was " + kindName(value) + ".");
    }
    static Json nullOr(const Json &value, bool holds, const std::string &path, std::string_view what)
    {
        wants(value.is_null() || holds, value, path, what);
        return value;
    }
    static Json shortText(const Json &value, const std::string &path, std::size_t most)
    {
        nullOr(value, value.is_string(), path, "a string or null");
        if (value.is_null() || value == "") // the API refuses an empty text and wants null
            return value.is_null() ? value : throw Refusal{400, "validation_error", "body failed validation: " + path + " should be populated or null.", nullptr};
        if (const auto length = utf16Length(value.get_ref<const std::string &>()); length > most)
            refuse("body failed validation: " + path + ".length should be ≤ `" + std::to_string(most) + "`, instead was `"
                   + std::to_string(length) + "`.");
        return value;
    }
    template <typename Each>
    static Json list(const Json &value, const std::string &path, Each each)
    {
        wants(value.is_array(), value, path, "an array");
        if (value.size() > MaxList)
            refuse("body failed validation: " + path + ".length should be ≤ `100`, instead was `" + std::to_string(value.size()) + "`.");
        Json out = Json::array();
        for (std::size_t i = 0; i < value.size(); ++i) {
            const auto at = path + "[" + std::to_string(i) + "]";
            wants(value[i].is_object(), value[i], at, "an object");
            Json kept = each(value[i], at);
            if (std::find(out.begin(), out.end(), kept) == out.end())
                out.push_back(std::move(kept));
        }
        return out;
    }
    // An option that is not there yet is kept by its name with a mark before it, until applyWrite gives it an id.
    std::string option(Property &property, const Json &value, const std::string &path)
    {
        wants(value.is_object(), value, path, "an object");
        const auto id = text(value, "id");
        const auto name = text(value, "name");
        if (id.empty() && name.empty())
            refuse("body failed validation: " + path + " should have a name or an id.");
        if (const Option *known = findOption(property, id.empty() ? name : id))
            return known->id;
        if (!id.empty())
            refuse("Could not find an option of \"" + property.name + "\" with ID: " + id);
        if (property.type == "status")
            refuse("Invalid status option. Status option \"" + name + "\" does not exist.");
        if (name.find(',') != std::string::npos)
            refuse("Invalid select option, commas not allowed: " + name);
        if (utf16Length(name) > 100)
            refuse("body failed validation: " + path + ".name.length should be ≤ `100`.");
        const std::pair<std::string, std::string> wanted{property.id, name};
        if (std::find(m_write.newOptions.begin(), m_write.newOptions.end(), wanted) == m_write.newOptions.end())
            m_write.newOptions.push_back(wanted);
        return "new:" + name;
    }
    std::string related(const Property &property, const Json &value, const std::string &path)
    {
        const Page &page = m_space.page(text(value, "id"));
        if (page.parent.kind != Parent::Kind::DataSource || page.parent.id != text(property.config, "data_source_id"))
            refuse("body failed validation: " + path + ".id should be a page of the related data source.");
        return page.id;
    }
    static Json file(const Json &value, const std::string &path)
    {
        const auto url = text(member(value, "external"), "url");
        if (member(value, "file_upload").is_object())
            refuse("body failed validation: " + path + ".file_upload.id is no upload of this fake.");
        if (member(value, "file").is_object()) // what was read is taken back as it stands
            return value;
        if (url.empty() || utf16Length(url) > MaxUrl)
            refuse("body failed validation: " + path + ".external.url should be a url of at most 2000.");
        const auto name = text(value, "name");
        if (name.empty())
            refuse("body failed validation: " + path + ".name should be defined.");
        return {{"name", name}, {"type", "external"}, {"external", {{"url", url}}}};
    }
    static Json verification(const Json &value, const std::string &path)
    {
        const auto state = text(value, "state");
        if (state == "unverified")
            return nullptr;
        if (state != "verified")
            refuse("body failed validation: " + path + ".state should be verified or unverified.");
        return {{"state", state}, {"date", member(value, "date")}, {"verified_by", nullptr}};
    }

    Workspace &m_space;
    PageWrite &m_write;
};

} // namespace

PageWrite checkValues(Workspace &space, DataSource &table, const Json &properties, const Actor &actor)
{
    PageWrite write;
    if (!properties.is_object())
        refuse("body failed validation: body.properties should be an object, instead was " + kindName(properties) + ".");
    std::set<std::string> seen;
    for (const auto &[key, value] : properties.items()) {
        Property *property = findProperty(table, key);
        if (!property) {
            if (space.options.refuseUnknownNames || actor.person)
                refuse(key + " is not a property that exists.");
            continue; // the reported silence
        }
        const auto path = "body.properties." + key;
        if (!seen.insert(property->id).second)
            refuse("body failed validation: " + path + " names a property that another entry names too.");
        if (readOnlyTypes().count(property->type) != 0)
            refuse("body failed validation: " + path + " is of type " + property->type + ", which cannot be written.");
        if (!value.is_object())
            refuse("body failed validation: " + path + " should be an object, instead was " + kindName(value) + ".");
        if (!value.contains(property->type))
            refuse(property->name + " is expected to be " + property->type + ".");
        write.values.emplace_back(property->id, Checker(space, write).kept(*property, value[property->type], path + "." + property->type));
    }
    return write;
}

PageWrite checkTitleOnly(Workspace &space, const Json &properties)
{
    PageWrite write;
    if (!properties.is_object())
        refuse("body failed validation: body.properties should be an object, instead was " + kindName(properties) + ".");
    for (const auto &[key, value] : properties.items()) {
        if (key != "title")
            refuse(key + " is not a property that exists. A page below a page has only a title.");
        const Json &items = value.is_array() ? value : member(value, "title");
        write.values.emplace_back("title", keptText(space, items, "body.properties.title.title"));
    }
    return write;
}

std::vector<std::string> applyWrite(Workspace &space, Page &page, const PageWrite &write, const Actor &actor)
{
    DataSource *table = space.tableOf(page);
    std::map<std::pair<std::string, std::string>, std::string> made;
    for (const auto &[propertyId, name] : write.newOptions)
        made[{propertyId, "new:" + name}] = addOption(space, *propertyById(*table, propertyId), name).id;
    if (!made.empty()) {
        table->schemaRevision = table->revision = ++space.revision;
    }
    const auto settled = [&](const std::string &propertyId, const Json &value) -> Json {
        const auto found = value.is_string() ? made.find({propertyId, value.get<std::string>()}) : made.end();
        return found == made.end() ? value : Json(found->second);
    };
    std::vector<std::string> changed;
    for (const auto &[propertyId, value] : write.values) {
        Json kept = settled(propertyId, value);
        if (value.is_array() && !made.empty())
            for (Json &each : kept)
                each = settled(propertyId, each);
        const auto before = page.values.find(propertyId);
        if (before != page.values.end() ? before->second == kept : kept.is_null())
            continue;
        changed.push_back(propertyId);
        const Property *property = table ? propertyById(*table, propertyId) : nullptr;
        if (property && property->type == "relation")
            setRelation(space, page, *property, kept, actor);
        else
            page.values[propertyId] = std::move(kept);
    }
    return changed;
}

} // namespace hs::test::notion
