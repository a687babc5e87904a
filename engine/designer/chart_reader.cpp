#include "engine/designer/chart_reader.h"

#include <algorithm>

#include "engine/designer/definition_source.h"
#include "engine/designer/logic_words.h"
#include "engine/designer/setup_names.h"
#include "engine/designer/text_map.h"
#include "engine/workflow/report.h"

namespace hs::designer {

using workflow::member;
using workflow::oneOrMany;
using workflow::State;
using workflow::StateIndex;
using workflow::operator/;

namespace {

QString chartText(std::string_view text)
{
    return QString::fromUtf8(text.data(), qsizetype(text.size()));
}

QString textMember(const OrderedJson &object, std::string_view key)
{
    const OrderedJson *value = member(object, key);
    return value && value->is_string() ? chartText(value->get_ref<const std::string &>()) : QString();
}

api::StateKind kindOf(workflow::StateType type)
{
    switch (type) {
    case workflow::StateType::Atomic: return api::StateKind::Atomic;
    case workflow::StateType::Compound: return api::StateKind::Compound;
    case workflow::StateType::Parallel: return api::StateKind::Parallel;
    case workflow::StateType::Final: return api::StateKind::Final;
    case workflow::StateType::History: return api::StateKind::History;
    }
    return api::StateKind::Atomic;
}

int indexOf(StateIndex index)
{
    return index == workflow::NoState ? -1 : int(index);
}

QStringList actionLines(const OrderedJson *actions)
{
    QStringList out;
    if (actions) {
        for (const auto &[action, at] : oneOrMany(*actions, {}))
            out << chartText(actionWords(*action));
    }
    return out;
}

/// Makes the door's picture of a source.
class ChartMaker {
public:
    ChartMaker(const DefinitionSource &source, const Surroundings &surroundings)
        : m_source(source), m_surroundings(surroundings), m_map(source.text(), source.document())
    {
    }

    api::Chart make()
    {
        api::Chart out;
        readFindings(out);
        out.readable = m_source.isReadable();
        if (!out.readable)
            return out;
        const OrderedJson &root = m_source.document().json();
        out.id = textMember(root, "id");
        out.version = textMember(root, "version");
        if (const OrderedJson *meta = member(root, "meta"))
            out.title = textMember(*meta, "title");
        for (StateIndex i = 0; i < m_source.tree().states.size(); ++i)
            out.states.push_back(state(i));
        for (const WrittenTransition &written : m_source.transitions())
            out.transitions.push_back(transition(written));
        if (const OrderedJson *setup = member(root, "setup")) {
            out.guards = keys(member(*setup, "guards"));
            out.actions = keys(member(*setup, "actions"));
            out.delays = keys(member(*setup, "delays"));
            for (const auto kind : {api::SetupKind::Guard, api::SetupKind::Action, api::SetupKind::Actor, api::SetupKind::Delay})
                readSetup(kind, member(*setup, memberOf(kind)), out);
        }
        for (const auto &[prefix, commands] : m_surroundings.catalog.commands) {
            for (const std::string &command : commands)
                out.sources << chartText(prefix + '.' + command);
        }
        for (const std::string &builtIn : workflow::builtInSources())
            out.sources << chartText(builtIn);
        return out;
    }

private:
    void readFindings(api::Chart &out)
    {
        const auto parsed = workflow::parseDefinition(m_source.text(), m_surroundings.catalog);
        out.sound = parsed.definition != nullptr;
        for (const workflow::Finding &finding : parsed.findings)
            out.findings.push_back({chartText(finding.code), finding.severity == workflow::Severity::Error, chartText(finding.pointer),
                                    chartText(finding.message), m_map.wordAt(finding.line, finding.column)});
    }

    void readSetup(api::SetupKind kind, const OrderedJson *entries, api::Chart &out)
    {
        if (!entries || !entries->is_object())
            return;
        for (const auto &item : entries->items()) {
            api::ChartSetupEntry entry;
            const std::string pointer = std::string("/setup") / memberOf(kind) / item.key();
            entry.kind = kind;
            entry.name = chartText(item.key());
            entry.pointer = chartText(pointer);
            entry.source = chartText(m_source.slice(pointer));
            entry.uses = int(usesOf(m_source, kind, item.key()).size());
            entry.range = m_map.range(pointer);
            out.setup.push_back(std::move(entry));
        }
    }

    api::ChartState state(StateIndex index)
    {
        const State &state = m_source.tree().states[index];
        const OrderedJson &json = *m_source.tree().sources[index];
        api::ChartState out;
        out.id = chartText(state.id);
        out.key = chartText(state.key);
        out.path = chartText(state.path);
        out.pointer = chartText(state.pointer);
        out.parent = indexOf(state.parent);
        out.kind = kindOf(state.type);
        out.initial = indexOf(state.initial);
        out.range = m_map.range(state.pointer);
        for (const std::string &tag : state.tags)
            out.tags << chartText(tag);
        out.column = chartText(state.column);
        out.description = chartText(state.description);
        out.deep = textMember(json, "history") == QLatin1String("deep");
        for (const StateName &name : m_source.names()) {
            if (state.type == workflow::StateType::History && name.from == index && name.form == StateName::Form::Target) {
                if (const auto found = m_source.resolve(name); found != workflow::NoState)
                    out.historyDefault.push_back(int(found));
            }
        }
        out.entry = actionLines(member(json, "entry"));
        out.exit = actionLines(member(json, "exit"));
        out.entrySource = chartText(m_source.slice(state.pointer / "entry"));
        out.exitSource = chartText(m_source.slice(state.pointer / "exit"));
        out.metaSource = chartText(m_source.slice(state.pointer / "meta"));
        out.outputSource = chartText(m_source.slice(state.pointer / "output"));
        out.slaSource = chartText(m_source.slice(state.pointer / "meta" / "sla"));
        if (const OrderedJson *invokes = member(json, "invoke"); invokes && state.type != workflow::StateType::History) {
            std::size_t place = 0;
            for (const auto &[invoke, at] : oneOrMany(*invokes, state.pointer / "invoke")) {
                if (invoke->is_object())
                    out.invokes.push_back(this->invoke(*invoke, at, std::to_string(place) + '.' + state.id));
                ++place;
            }
        }
        return out;
    }

    api::ChartInvoke invoke(const OrderedJson &json, const std::string &pointer, const std::string &fallbackId)
    {
        api::ChartInvoke out;
        out.pointer = chartText(pointer);
        out.id = textMember(json, "id");
        out.fullId = out.id.isEmpty() ? chartText(fallbackId) : out.id;
        out.src = textMember(json, "src");
        const std::string prefix = out.src.section(QLatin1Char('.'), 0, 0).toStdString();
        if (const auto agent = m_surroundings.agentKeys.find(prefix); agent != m_surroundings.agentKeys.end())
            out.agent = chartText(agent->second);
        out.timeout = textMember(json, "timeout");
        if (out.timeout.isEmpty()) {
            const OrderedJson *setup = member(m_source.document().json(), "setup");
            const OrderedJson *actors = setup ? member(*setup, "actors") : nullptr;
            const OrderedJson *actor = actors ? member(*actors, out.src.toStdString()) : nullptr;
            if (actor)
                out.timeout = textMember(*actor, "timeout");
        }
        out.retry = chartText(m_source.slice(pointer / "retry"));
        out.input = chartText(m_source.slice(pointer / "input"));
        out.range = m_map.range(pointer);
        return out;
    }

    api::ChartTransition transition(const WrittenTransition &written)
    {
        api::ChartTransition out;
        out.pointer = chartText(written.pointer);
        out.kind = written.kind;
        out.source = int(written.source);
        for (const StateIndex target : written.targets)
            out.targets.push_back(int(target));
        out.event = chartText(written.event);
        QStringList names;
        for (const std::string &name : written.written)
            names << chartText(name);
        out.target = names.join(QStringLiteral(", "));
        out.alone = written.alone;
        out.range = m_map.range(written.pointer);
        if (!written.json->is_object())
            return out;
        if (const OrderedJson *guard = member(*written.json, "guard"))
            out.guard = chartText(guardWords(*guard));
        out.actions = actionLines(member(*written.json, "actions"));
        out.guardSource = chartText(m_source.slice(written.pointer / "guard"));
        out.actionsSource = chartText(m_source.slice(written.pointer / "actions"));
        const OrderedJson *reenter = member(*written.json, "reenter");
        out.reenter = reenter && reenter->is_boolean() && reenter->get<bool>();
        out.description = textMember(*written.json, "description");
        return out;
    }

    static QStringList keys(const OrderedJson *object)
    {
        QStringList out;
        if (object && object->is_object()) {
            for (const auto &item : object->items())
                out << chartText(item.key());
        }
        return out;
    }

    const DefinitionSource &m_source;
    const Surroundings &m_surroundings;
    TextMap m_map;
};

} // namespace

api::Chart readChart(const QString &text, const Surroundings &surroundings)
{
    const DefinitionSource source(text.toStdString());
    return ChartMaker(source, surroundings).make();
}

} // namespace hs::designer
