#include "engine/agents/catalog.h"

#include <algorithm>
#include <set>

#include "engine/vocabulary/nearest.h"

namespace hs::agents {

namespace {

/// Reads members of one object and remembers the first fault, so that a card reads as a list of its fields.
class Reader {
public:
    Reader(const Json &object, std::string where) : m_object(object), m_where(std::move(where)) {}

    std::string word(const char *key, bool required = true)
    {
        m_known.insert(key);
        const auto &value = member(m_object, key);
        if (value.is_string() && (!required || !value.get_ref<const std::string &>().empty()))
            return value.get<std::string>();
        if (required || !value.is_null())
            fault(key, "a text is missing");
        return {};
    }
    std::vector<std::string> list(const char *key)
    {
        m_known.insert(key);
        std::vector<std::string> out;
        const auto &value = member(m_object, key);
        if (!value.is_array())
            fault(key, "a list of texts is missing");
        else
            for (const auto &item : value) {
                if (item.is_string())
                    out.push_back(item.get<std::string>());
                else
                    fault(key, "an entry is not a text");
            }
        return out;
    }
    bool flag(const char *key, bool required = true)
    {
        m_known.insert(key);
        const auto &value = member(m_object, key);
        if (!value.is_boolean() && (required || !value.is_null()))
            fault(key, "true or false is missing");
        return value.is_boolean() && value.get<bool>();
    }
    Json object(const char *key)
    {
        m_known.insert(key);
        const auto &value = member(m_object, key);
        if (!value.is_object())
            fault(key, "an object is missing");
        return value;
    }
    const Json &array(const char *key)
    {
        m_known.insert(key);
        static const Json Empty = Json::array();
        const auto &value = member(m_object, key);
        if (value.is_array())
            return value;
        fault(key, "a list is missing");
        return Empty;
    }
    [[nodiscard]] std::optional<Error> finish()
    {
        if (m_object.is_object())
            for (const auto &[key, value] : m_object.items())
                if (!m_known.contains(key))
                    fault(key, "unknown field");
        return m_error;
    }
    [[nodiscard]] const std::string &where() const { return m_where; }

private:
    void fault(const std::string &key, const std::string &what)
    {
        if (!m_error)
            m_error = Error{Errc::BadInput, what, m_where + "/" + key, "mend the agent's file"};
    }
    const Json &m_object;
    std::string m_where;
    std::set<std::string, std::less<>> m_known;
    std::optional<Error> m_error;
};

Result<AgentCard> card(const AgentCatalog::Source &source)
{
    const auto parsed = parseJson(source.text);
    if (!parsed)
        return fail(parsed.error().code, parsed.error().what, source.name + ": " + parsed.error().where, parsed.error().mend);
    Reader r(*parsed, source.name + ":");
    AgentCard c;
    c.key = r.word("key");
    c.prefix = r.word("prefix");
    c.id = r.word("id");
    c.name = r.word("name");
    c.role = r.word("role");
    c.tone = r.word("tone");
    c.capabilities = r.list("capabilities");
    c.handsTo = r.list("handsTo");
    c.fallbacks = r.list("fallbacks");
    c.handles = r.list("handles");
    c.listensTo = r.list("listensTo");
    c.services = r.list("services");
    c.rules = r.list("rules");
    c.duty = r.flag("duty");
    const auto voice = r.object("voice");
    Reader v(voice, source.name + ":/voice");
    c.voice = {v.word("opensWith"), v.list("words"), v.list("avoids"), v.word("closesWith")};
    if (auto error = v.finish())
        return tl::make_unexpected(*error);
    std::set<std::string> names;
    for (const auto &item : r.array("commands")) {
        Reader i(item, source.name + ":/commands");
        CommandSpec spec{i.word("name"), i.word("usage"), i.word("description"), i.word("risk"), i.object("input"), i.object("output"), i.flag("apart", false),
                         i.flag("worded", false)};
        if (auto error = i.finish())
            return tl::make_unexpected(*error);
        if (spec.usage != c.prefix + "." + spec.name || !names.insert(spec.name).second)
            return fail(Errc::BadInput, "a command is named twice or its usage is not PREFIX.NAME", source.name + ":/commands/" + spec.name, "mend its name");
        c.commands.push_back(std::move(spec));
    }
    for (const auto &item : r.array("talk")) {
        Reader i(item, source.name + ":/talk");
        c.talk.push_back({i.word("name"), i.word("usage"), i.word("description")});
        if (auto error = i.finish())
            return tl::make_unexpected(*error);
    }
    if (auto error = r.finish())
        return tl::make_unexpected(*error);
    return c;
}

std::string plain(std::string_view name)
{
    std::string out;
    for (const char c : name)
        out += c == '_' || c == ' ' ? '-' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return out;
}

} // namespace

Result<AgentCatalog> AgentCatalog::load(const std::vector<Source> &sources)
{
    AgentCatalog catalog;
    for (const auto &source : sources) {
        auto one = card(source);
        if (!one)
            return tl::make_unexpected(one.error());
        if (catalog.find(one->key) || catalog.find(one->prefix))
            return fail(Errc::BadInput, "a key or prefix is used twice: " + one->key, source.name, "give each agent its own");
        catalog.m_agents.push_back(std::move(*one));
    }
    std::vector<std::string> keys;
    for (const auto &agent : catalog.m_agents)
        keys.push_back(agent.key);
    for (const auto &agent : catalog.m_agents)
        for (const auto *list : {&agent.handsTo, &agent.fallbacks})
            for (const auto &key : *list)
                if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
                    const auto meant = nearest(key, keys);
                    return fail(Errc::BadInput, "no agent \"" + key + "\"", agent.key + ".json", meant.empty() ? "name one of the agents" : "write \"" + meant + "\"");
                }
    return catalog;
}

const AgentCard *AgentCatalog::find(std::string_view name) const
{
    const auto wanted = plain(name);
    for (const auto &agent : m_agents)
        if (agent.key == wanted || agent.prefix == wanted || plain(agent.name) == wanted)
            return &agent;
    return nullptr;
}

const CommandSpec *AgentCatalog::command(std::string_view src) const
{
    const auto dot = src.find('.');
    if (dot == std::string_view::npos)
        return nullptr;
    const auto *agent = find(src.substr(0, dot));
    if (!agent)
        return nullptr;
    for (const auto &command : agent->commands)
        if (command.name == src.substr(dot + 1))
            return &command;
    return nullptr;
}

} // namespace hs::agents
