#include "tests/fakes/notion/formula.h"

#include <algorithm>
#include <cctype>
#include <cmath>

#include "tests/fakes/notion/rich_text.h"
#include "tests/fakes/notion/values_read.h"

namespace hs::test::notion {

namespace {

struct Trouble {
    std::string what;
};

// Reads and works out at once: a Json scalar is the value of each part.
class Evaluator {
public:
    Evaluator(Workspace *space, DataSource &table, const Page *page, std::string_view textOf)
        : m_space(space), m_table(table), m_page(page), m_text(textOf)
    {
    }
    Json all()
    {
        Json value = choice();
        skip();
        if (m_at != m_text.size())
            throw Trouble{"unexpected \"" + std::string(m_text.substr(m_at, 10)) + "\""};
        return value;
    }

private:
    static constexpr int MaxDepth = 60;

    Json choice()
    {
        if (++m_depth > MaxDepth)
            throw Trouble{"nested too deep"};
        Json condition = either();
        if (take("?")) {
            Json yes = choice();
            need(":");
            Json no = choice();
            condition = truth(condition) ? yes : no;
        }
        --m_depth;
        return condition;
    }
    Json either()
    {
        Json left = both();
        while (word("or") || take("||")) {
            const Json right = both();
            left = truth(left) || truth(right);
        }
        return left;
    }
    Json both()
    {
        Json left = comparison();
        while (word("and") || take("&&")) {
            const Json right = comparison();
            left = truth(left) && truth(right);
        }
        return left;
    }
    Json comparison()
    {
        Json left = sum();
        for (const char *sign : {"==", "!=", "<=", ">=", "<", ">"}) {
            if (!take(sign))
                continue;
            const Json right = sum();
            const std::string_view op = sign;
            if (op == "==")
                return left == right;
            if (op == "!=")
                return left != right;
            if (left.is_null() || right.is_null())
                return false;
            return op == "<" ? left < right : op == ">" ? left > right : op == "<=" ? left <= right : left >= right;
        }
        return left;
    }
    Json sum()
    {
        Json left = product();
        for (;;) {
            if (take("+")) {
                const Json right = product();
                left = left.is_string() || right.is_string() ? Json(shown(left) + shown(right)) : Json(amount(left) + amount(right));
            } else if (take("-")) {
                left = amount(left) - amount(product());
            } else {
                return left;
            }
        }
    }
    Json product()
    {
        Json left = sign();
        for (;;) {
            if (take("*"))
                left = amount(left) * amount(sign());
            else if (take("/"))
                left = amount(left) / amount(sign());
            else if (take("%"))
                left = std::fmod(amount(left), amount(sign()));
            else
                return left;
        }
    }
    Json sign()
    {
        if (word("not") || (peek() == '!' && take("!")))
            return !truth(sign());
        if (take("-"))
            return -amount(sign());
        return single();
    }
    Json single()
    {
        const char c = peek();
        if (c == '(') {
            take("(");
            Json value = choice();
            need(")");
            return value;
        }
        if (c == '"')
            return quoted();
        if (std::isdigit(static_cast<unsigned char>(c)) || c == '.') {
            std::size_t used = 0;
            const double value = std::stod(std::string(m_text.substr(m_at)), &used);
            m_at += used;
            return value;
        }
        std::string name;
        while (m_at < m_text.size() && std::isalnum(static_cast<unsigned char>(m_text[m_at])))
            name += m_text[m_at++];
        if (name == "true" || name == "false")
            return name == "true";
        if (name.empty())
            throw Trouble{"a value is missing"};
        need("(");
        std::vector<Json> given;
        if (!take(")")) {
            do
                given.push_back(choice());
            while (take(","));
            need(")");
        }
        return call(name, given);
    }
    std::string quoted()
    {
        std::string out;
        for (++m_at; m_at < m_text.size() && m_text[m_at] != '"'; ++m_at) {
            if (m_text[m_at] == '\\' && m_at + 1 < m_text.size())
                ++m_at;
            out += m_text[m_at];
        }
        need("\"");
        return out;
    }

    Json call(const std::string &name, const std::vector<Json> &given)
    {
        const auto arg = [&](std::size_t i) -> const Json & {
            if (i >= given.size())
                throw Trouble{name + "() needs more arguments"};
            return given[i];
        };
        if (name == "prop")
            return propertyValue(shown(arg(0)));
        if (name == "if")
            return truth(arg(0)) ? arg(1) : arg(2);
        if (name == "ifs") {
            std::size_t i = 0;
            for (; i + 1 < given.size(); i += 2)
                if (truth(given[i]))
                    return given[i + 1];
            return i < given.size() ? given[i] : Json();
        }
        if (name == "empty")
            return !truth(arg(0)) || arg(0) == Json(0.0);
        if (name == "length")
            return double(utf16Length(shown(arg(0))));
        if (name == "contains")
            return shown(arg(0)).find(shown(arg(1))) != std::string::npos;
        if (name == "format")
            return shown(arg(0));
        if (name == "lower" || name == "upper") {
            auto out = shown(arg(0));
            std::transform(out.begin(), out.end(), out.begin(),
                           [&](unsigned char c) { return char(name == "lower" ? std::tolower(c) : std::toupper(c)); });
            return out;
        }
        if (name == "toNumber")
            return arg(0).is_string() ? std::strtod(shown(arg(0)).c_str(), nullptr) : amount(arg(0));
        if (name == "round")
            return std::round(amount(arg(0)));
        if (name == "floor")
            return std::floor(amount(arg(0)));
        if (name == "ceil")
            return std::ceil(amount(arg(0)));
        if (name == "abs")
            return std::fabs(amount(arg(0)));
        if (name == "min" || name == "max") {
            double out = amount(arg(0));
            for (const Json &each : given)
                out = name == "min" ? std::min(out, amount(each)) : std::max(out, amount(each));
            return out;
        }
        throw Trouble{"unknown function " + name + "()"};
    }
    Json propertyValue(const std::string &name)
    {
        Property *property = findProperty(m_table, name);
        if (!property)
            throw Trouble{"could not find property \"" + name + "\""};
        if (!m_page) // being checked
            return property->type == "number" ? Json(0.0) : property->type == "checkbox" ? Json(false) : Json("");
        return plainValue(*m_space, m_table, *property, *m_page);
    }

    static bool truth(const Json &value)
    {
        return value.is_boolean() ? value.get<bool>() : value.is_number() ? value.get<double>() != 0 : value.is_string() && value != "";
    }
    static double amount(const Json &value)
    {
        return value.is_number() ? value.get<double>() : value.is_boolean() ? double(value.get<bool>()) : 0;
    }
    static std::string shown(const Json &value)
    {
        if (value.is_number()) {
            const double number = value.get<double>();
            return std::floor(number) == number && std::fabs(number) < 1e15 ? std::to_string(std::int64_t(number)) : Json(number).dump();
        }
        return scalarText(value);
    }

    void skip()
    {
        while (m_at < m_text.size() && std::isspace(static_cast<unsigned char>(m_text[m_at])))
            ++m_at;
    }
    char peek()
    {
        skip();
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    bool take(std::string_view what)
    {
        skip();
        if (m_text.substr(m_at, what.size()) != what)
            return false;
        m_at += what.size();
        return true;
    }
    bool word(std::string_view what)
    {
        skip();
        const auto end = m_at + what.size();
        if (m_text.substr(m_at, what.size()) != what || (end < m_text.size() && std::isalnum(static_cast<unsigned char>(m_text[end]))))
            return false;
        m_at = end;
        return true;
    }
    void need(std::string_view what)
    {
        if (!take(what))
            throw Trouble{"\"" + std::string(what) + "\" is missing"};
    }

    Workspace *m_space;
    DataSource &m_table;
    const Page *m_page;
    std::string_view m_text;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

std::string formulaTrouble(DataSource &table, const std::string &expression)
{
    try {
        (void)Evaluator(nullptr, table, nullptr, expression).all();
        return {};
    } catch (const Trouble &trouble) {
        return trouble.what;
    }
}

Json formulaValue(Workspace &space, DataSource &table, const Page &page, const std::string &expression)
{
    // Formulas and rollups may ask for each other in a circle.
    static thread_local int running = 0;
    struct Running {
        Running() { ++running; }
        ~Running() { --running; }
    } const here;
    try {
        if (running > 15)
            throw Trouble{"asks for itself"};
        Json value = Evaluator(&space, table, &page, expression).all();
        const char *type = value.is_boolean() ? "boolean" : value.is_number() ? "number" : "string";
        return {{"type", type}, {type, std::move(value)}};
    } catch (const Trouble &) {
        return {{"type", "unsupported"}, {"unsupported", Json::object()}};
    }
}

} // namespace hs::test::notion
