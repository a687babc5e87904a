#include "tests/property/workflow/random_machine.h"

#include <algorithm>
#include <deque>

namespace hs::test {

namespace {

const std::vector<std::string> Events = {"go", "go.far", "stop", "stop.now", "tick", "back"};
const std::vector<std::string> Descriptors = {"go", "go.far", "stop", "stop.now", "tick", "back", "go.*", "stop.*", "*"};
const std::vector<std::string> Keys = {"delta", "alpha", "zulu", "bravo", "mike", "echo"};

class Builder {
public:
    explicit Builder(Random &random) : m_random(random) {}

    OrderedJson definition()
    {
        m_root = {{"id", "m"}, {"version", "1.0.0"}};
        m_root["setup"]["guards"] = {{"few", {{"<", {{{"var", "context.n"}}, {{"var", "params.max"}}}}}},
                                     {"odd", {{"%", {{{"var", "context.n"}}, 2}}}},
                                     {"any", randomRule(m_random, 2)}};
        m_root["setup"]["delays"] = {{"soon", "PT2S"}, {"later", {{"+", {{{"*", {{{"var", "context.n"}}, 100}}}, 500}}}}};
        m_root["setup"]["actions"] = {{"note", {{"agent", "ruvo"}, {"command", "notify"}}}};
        m_root["context"] = {{"n", 0}, {"k", 1}, {"list", {1, 2}}, {"deep", {{"a", {{"b", "text"}}}}}};
        grow(m_root, {}, 0, nullptr, OrderedJson::json_pointer());
        for (Node &node : m_nodes)
            furnish(node);
        if (m_random.chance(50))
            m_root["output"] = {{"n", {{"var", "context.n"}}}, {"last", {{"var", "event.output"}}}};
        return std::move(m_root);
    }

private:
    struct Node {
        OrderedJson::json_pointer at; ///< objects move while they grow
        std::string path;
        std::string type = "atomic";
        Node *parent = nullptr;
        std::vector<Node *> children;
    };

    Node &grow(OrderedJson &source, const std::string &path, int depth, Node *parent, const OrderedJson::json_pointer &at)
    {
        Node &node = m_nodes.emplace_back(Node{at, path, "atomic", parent, {}});
        const std::size_t roll = m_random.below(10);
        if (depth < 4 && (depth == 0 || roll < 5)) {
            node.type = roll % 3 == 1 ? "parallel" : "compound";
            if (node.type == "parallel")
                source["type"] = "parallel";
            const std::size_t count = 2 + m_random.below(2);
            const std::size_t first = m_random.below(Keys.size());
            source["states"] = OrderedJson::object();
            for (std::size_t i = 0; i < count; ++i) {
                const std::string &key = Keys[(first + i * 5) % Keys.size()];
                OrderedJson child = OrderedJson::object();
                node.children.push_back(&grow(child, path.empty() ? key : path + '.' + key, depth + 1, &node, at / "states" / key));
                source["states"][key] = std::move(child);
            }
            if (node.type == "compound")
                source["initial"] = keyOf(*m_random.pick(node.children));
            if (m_random.chance(45)) {
                OrderedJson history = {{"type", "history"}};
                if (m_random.chance(60))
                    history["history"] = m_random.chance(50) ? "deep" : "shallow";
                if (m_random.chance(40) && node.type == "compound")
                    history["target"] = keyOf(*m_random.pick(node.children));
                source["states"]["hist"] = std::move(history);
                m_nodes.push_back({at / "states" / "hist", path.empty() ? "hist" : path + ".hist", "history", &node, {}});
            }
        } else if (depth > 0 && parent->type == "compound" && roll > 7) {
            node.type = "final";
            source["type"] = "final";
            if (m_random.chance(50))
                source["output"] = {{"n", {{"var", "context.n"}}}, {"why", {{"var", "event.type"}}}};
        }
        return node;
    }

    static std::string keyOf(const Node &node) { return node.path.substr(node.path.rfind('.') + 1); }

    static bool within(const Node &inner, const Node &outer)
    {
        for (const Node *at = inner.parent; at != nullptr; at = at->parent) {
            if (at == &outer)
                return true;
        }
        return false;
    }

    OrderedJson targets(const Node &source)
    {
        std::vector<const Node *> parallels;
        std::vector<const Node *> candidates;
        for (const Node &node : m_nodes) {
            if (node.type == "parallel")
                parallels.push_back(&node);
            const bool own = node.type == "history" && (node.parent == &source || within(source, *node.parent));
            if (node.parent != nullptr && !own)
                candidates.push_back(&node);
        }
        if (!parallels.empty() && m_random.chance(15)) {
            const Node &parallel = *m_random.pick(parallels);
            OrderedJson out = OrderedJson::array();
            for (std::size_t i = 0; i < 2; ++i) {
                std::vector<std::string> inside;
                for (const Node &node : m_nodes) {
                    if (node.type != "history" && (&node == parallel.children[i] || within(node, *parallel.children[i])))
                        inside.push_back("#m." + node.path);
                }
                out.push_back(m_random.pick(inside));
            }
            return out;
        }
        return "#m." + m_random.pick(candidates)->path;
    }

    OrderedJson event()
    {
        OrderedJson out = {{"type", m_random.pick(Events)}};
        if (m_random.chance(50))
            out["by"] = {{"+", {{{"var", "context.n"}}, 1}}};
        return out;
    }

    static OrderedJson call(const char *type, OrderedJson params) { return {{"type", type}, {"params", std::move(params)}}; }

    OrderedJson action()
    {
        switch (m_random.below(12)) {
        case 0:
        case 1:
            return call("assign", {{"assignment", {{"n", {{"+", {{{"var", "context.n"}}, 1}}}}, {"k", {{"var", "context.n"}}}}}});
        case 2:
            return call("assign", {{"assignment", {{m_random.pick(Keys), randomRule(m_random, 2)}, {"deep", {{"var", "event"}}}}}});
        case 3:
            return call("log", {{"message", randomRule(m_random, 2)}});
        case 4:
            return call("note", {{"n", {{"var", "context.n"}}}, {"more", {{"var", "event.by"}}}});
        case 5:
        case 6:
            return m_random.chance(60) ? call("raise", {{"event", event()}}) : call("log", {{"message", "x"}});
        case 7:
            return call("emit", {{"event", event()}});
        case 8:
            return call("sendTo", {{"to", "other"}, {"event", event()}});
        case 9:
            return call("cancel", {{"id", m_random.chance(50) ? "t1" : "t2"}});
        case 10: {
            OrderedJson params = {{"event", event()}, {"delay", 100 + int(m_random.below(5)) * 100}};
            if (m_random.chance(70))
                params["id"] = m_random.chance(50) ? "t1" : "t2";
            return call("raise", std::move(params));
        }
        default:
            return "note";
        }
    }

    OrderedJson actions()
    {
        OrderedJson out = OrderedJson::array();
        for (std::size_t i = 0; i <= m_random.below(2); ++i)
            out.push_back(action());
        return out;
    }

    OrderedJson guard(int depth)
    {
        switch (m_random.below(depth > 1 ? 5 : 8)) {
        case 0:
            return call("few", {{"max", 1 + int(m_random.below(4))}});
        case 1:
            return m_random.chance(70) ? "odd" : "any";
        case 2:
            return call("jsonlogic", {{"rule", {{">", {{{"var", "context.n"}}, m_random.below(3)}}}}});
        case 3:
            return call("jsonlogic", {{"rule", randomRule(m_random, 3)}});
        case 4: {
            std::vector<std::string> paths;
            for (const Node &node : m_nodes) {
                if (node.parent != nullptr && node.type != "history")
                    paths.push_back(node.path);
            }
            return call("stateIn", {{"state", (m_random.chance(50) ? "#m." : "") + m_random.pick(paths)}});
        }
        case 5:
            return call("and", {{"guards", {guard(depth + 1), guard(depth + 1)}}});
        case 6:
            return call("or", {{"guards", {guard(depth + 1), guard(depth + 1)}}});
        default:
            return call("not", {{"guard", guard(depth + 1)}});
        }
    }

    OrderedJson transition(const Node &source, bool always)
    {
        OrderedJson out = OrderedJson::object();
        if (always || m_random.chance(75))
            out["target"] = targets(source);
        if (always)
            out["guard"] = call("and", {{"guards", {call("few", {{"max", 3}}), guard(1)}}});
        else if (m_random.chance(35))
            out["guard"] = guard(0);
        if (m_random.chance(50))
            out["actions"] = actions();
        if (m_random.chance(20))
            out["reenter"] = true;
        return out;
    }

    OrderedJson transitions(const Node &source)
    {
        if (m_random.chance(30))
            return OrderedJson::array({transition(source, false), transition(source, false)});
        return transition(source, false);
    }

    void furnish(const Node &node)
    {
        if (node.type == "history")
            return;
        OrderedJson &source = m_root[node.at];
        if (m_random.chance(40))
            source["entry"] = actions();
        if (m_random.chance(40))
            source["exit"] = actions();
        if (node.type == "final")
            return;
        if (m_random.chance(70)) {
            for (std::size_t i = 0; i <= m_random.below(3); ++i)
                source["on"][m_random.pick(Descriptors)] = transitions(node);
        }
        if (m_random.chance(15))
            source["always"] = transition(node, true);
        if (!node.children.empty() && m_random.chance(60))
            source["onDone"] = transitions(node);
        if (m_random.chance(30)) {
            const std::vector<std::string> keys = {"1000", "200", "PT1S", "soon", "later"};
            for (std::size_t i = 0; i <= m_random.below(2); ++i)
                source["after"][m_random.pick(keys)] = transitions(node);
        }
        if (m_random.chance(30)) {
            OrderedJson list = OrderedJson::array();
            for (std::size_t i = 0; i <= m_random.below(2); ++i) {
                OrderedJson invoke = {{"id", "task" + std::to_string(m_invokes++)}, {"src", "solari.work"},
                                      {"input", {{"n", {{"var", "context.n"}}}}}};
                if (m_random.chance(80))
                    invoke["onDone"] = transitions(node);
                if (m_random.chance(60))
                    invoke["onError"] = transitions(node);
                list.push_back(std::move(invoke));
            }
            source["invoke"] = std::move(list);
        }
    }

    Random &m_random;
    OrderedJson m_root;
    std::deque<Node> m_nodes; ///< pointers into it stay
    int m_invokes = 0;
};

} // namespace

OrderedJson randomDefinition(Random &random)
{
    return Builder(random).definition();
}

OrderedJson randomValue(Random &random, int depth)
{
    switch (random.below(depth > 0 ? 12 : 9)) {
    case 0:
        return nullptr;
    case 1:
        return random.chance(50);
    case 2:
        return random.pick(std::vector<OrderedJson>{1e308, -1e308, 5e-324, -0.0, 9007199254740993, -9007199254740993,
                                                    std::uint64_t(18446744073709551615U), 0.1, 1e21, 1e-7});
    case 3:
    case 4:
        return int(random.below(7)) - 3;
    case 5:
        return random.pick(std::vector<OrderedJson>{"", "0", "12", " 7 ", "12x", "Infinity", "a,b", "[object Object]", "\u00e9\U0001F600", "0x1F"});
    case 6:
        return std::string(random.below(40), 'x');
    case 7:
        return double(random.below(1000)) / 8;
    case 8:
        return random.pick(Keys);
    case 9: {
        OrderedJson out = OrderedJson::object();
        for (std::size_t i = 0; i < random.below(4); ++i)
            out[random.pick(Keys)] = randomValue(random, depth - 1);
        return out;
    }
    default: {
        OrderedJson out = OrderedJson::array();
        for (std::size_t i = 0; i < random.below(4); ++i)
            out.push_back(randomValue(random, depth - 1));
        return out;
    }
    }
}

OrderedJson randomRule(Random &random, int depth)
{
    static const std::vector<std::string> Operators
        = {"missing", "missing_some", "if", "?:", "==", "===", "!=", "!==", "!", "!!", "or", "and", ">", ">=", "<", "<=", "max",
           "min", "+", "-", "*", "/", "%", "map", "reduce", "filter", "all", "none", "some", "merge", "in", "cat", "substr", "log",
           "preserve"};
    static const std::vector<std::string> Paths
        = {"context.n", "context.k", "context.list", "context.list.1", "context.list.length", "context.deep.a.b", "context.deep",
           "event.by", "event.type", "event.type.length", "event", "context.nothing", "context.list.x", "context.deep..a", "context."};
    if (depth <= 0 || random.chance(20)) {
        if (random.chance(60))
            return {{"var", random.pick(Paths)}};
        OrderedJson value = randomValue(random, 2);
        if (value.is_structured()) // an object of one key would be an operation
            return {{"preserve", std::move(value)}};
        return value;
    }
    if (random.chance(15)) {
        OrderedJson path = random.pick(Paths);
        return {{"var", OrderedJson::array({std::move(path), randomRule(random, depth - 1)})}};
    }
    const std::string &op = random.pick(Operators);
    const bool overList = op == "map" || op == "reduce" || op == "filter" || op == "all" || op == "none" || op == "some";
    OrderedJson arguments = OrderedJson::array();
    for (std::size_t i = 0; i < (overList ? 2 : 0) + random.below(4); ++i) {
        if (overList && i == 0)
            arguments.push_back(random.chance(70) ? OrderedJson{{"var", "context.list"}} : randomRule(random, depth - 1));
        else if (overList && i == 1 && random.chance(70))
            arguments.push_back({{"+", OrderedJson::array({{{"var", op == "reduce" ? "current" : ""}}, {{"var", op == "reduce" ? "accumulator" : ""}}})}});
        else
            arguments.push_back(randomRule(random, depth - 1));
    }
    if (arguments.size() == 1 && random.chance(30))
        return {{op, arguments[0]}};
    return {{op, std::move(arguments)}};
}

workflow::Input randomInput(Random &random, const workflow::Snapshot &snapshot)
{
    const std::size_t roll = random.below(20);
    if (roll < 10) {
        OrderedJson event = {{"type", random.pick(Events)}};
        if (random.chance(70))
            event["by"] = randomValue(random, 2);
        return workflow::EventInput{std::move(event)};
    }
    if (roll < 13) {
        const auto *timer = snapshot.nextTimer();
        return workflow::TimerInput{timer != nullptr ? timer->id : "no such timer"};
    }
    if (roll == 13 && !snapshot.timers.empty())
        return workflow::TimerInput{random.pick(snapshot.timers).id};
    if (roll < 19) {
        const std::string id = snapshot.tasks.empty() ? "task0" : random.pick(snapshot.tasks).id;
        if (random.chance(70))
            return workflow::TaskDone{id, randomValue(random, 2)};
        return workflow::TaskFailed{id, {{"name", "timeout"}, {"message", "too slow"}}};
    }
    return workflow::EventInput{random.pick(std::vector<OrderedJson>{OrderedJson::object(), 7, {{"type", "xstate.init"}}, {{"type", "*"}},
                                                                      {{"type", "go.*"}}, {{"type", 7}}, {{"type", ""}}})};
}

} // namespace hs::test
