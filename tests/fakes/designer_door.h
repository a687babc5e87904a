#pragma once

#include <QFile>

#include "engine/designer/chart_reader.h"
#include "engine/designer/definition_edit.h"
#include "engine/designer/simulation.h"
#include "tests/fakes/fake_door.h"

namespace hs::test {

/// A definition with everything that can be drawn.
inline QString everyKindOfState()
{
    return QStringLiteral(R"({
  "id": "loan",
  "version": "1.0.0",
  "meta": { "title": "Loan of a work" },
  "setup": {
    "guards": { "insured": { "==": [{ "var": "context.insured" }, true] } },
    "delays": { "patience": "P2D" },
    "actions": { "notify": { "agent": "ruvo", "command": "notify" } }
  },
  "context": { "insured": false },
  "initial": "asked",
  "on": { "cancel": ".cancelled" },
  "states": {
    "asked": {
      "description": "Somebody wants to borrow a work.",
      "entry": "notify",
      "invoke": { "id": "check", "src": "nyra.qualify", "timeout": "PT2M", "onDone": "preparing", "onError": "asked" },
      "on": { "note": { "actions": "notify" }, "accept": [{ "guard": "insured", "target": "preparing" }, { "target": "insuring" }] },
      "after": { "patience": "cancelled" }
    },
    "insuring": {
      "on": { "insured": { "target": "asked", "actions": { "type": "assign", "params": { "assignment": { "insured": true } } } } }
    },
    "preparing": {
      "type": "parallel",
      "onDone": "lent",
      "states": {
        "papers": { "initial": "drafting", "states": { "drafting": { "on": { "signed": "done" } }, "done": { "type": "final" } } },
        "crate": { "initial": "building", "states": { "building": { "on": { "built": "done", "broken": "#loan.asked" } }, "done": { "type": "final" }, "where": { "type": "history", "history": "deep" } } }
      }
    },
    "lent": { "on": { "returned": "back" }, "always": { "guard": "insured", "target": "back" } },
    "back": { "type": "final" },
    "cancelled": { "type": "final" }
  }
}
)");
}

inline api::Chart realChart(const QString &text)
{
    designer::Surroundings surroundings;
    surroundings.agentKeys = {{"nyra", "nyra"}};
    return designer::readChart(text, surroundings);
}

/// Answers the designer as the engine does, over one published definition. Needs hs_designer.
inline void fillDesigner(FakeDoor &door, const QString &text)
{
    door.onQuery<api::ChartQuery>([](const auto &query, const auto &) -> Result<api::Chart> { return realChart(query.text); });
    door.onQuery<api::EditDefinitionQuery>([](const auto &query, const auto &) { return designer::editDefinition(query.text, query.edit); });
    door.onQuery<api::SimulationQuery>([](const auto &query, const auto &) { return designer::simulate(query.text, query.script); });
    door.onQuery<api::DefinitionVersionsQuery>([text](const auto &, const auto &) -> Result<std::vector<api::DefinitionVersionRow>> {
        const api::Chart chart = realChart(text);
        api::DefinitionVersionRow row;
        row.definition = chart.id;
        row.version = chart.version;
        row.title = chart.title;
        row.current = true;
        row.open = 5;
        row.states = {{chart.id, 5}};
        qint64 count = 3; // three in the first state that holds none, two in the second
        for (const auto &state : chart.states) {
            if (state.kind == api::StateKind::Atomic && count > 1)
                row.states.push_back({state.id, count--});
        }
        return std::vector{row};
    });
    door.onQuery<api::DefinitionTextQuery>([text](const auto &, const auto &) -> Result<api::DefinitionText> {
        const api::Chart chart = realChart(text);
        api::DefinitionText out;
        out.definition = chart.id;
        out.version = chart.version;
        out.title = chart.title;
        out.text = text;
        out.current = true;
        return out;
    });
    door.onQuery<api::DefinitionCheckQuery>([text](const auto &query, const auto &) -> Result<api::DefinitionCheck> {
        const api::Chart chart = realChart(query.text);
        api::DefinitionCheck out;
        out.definition = chart.id;
        out.version = chart.version;
        out.usable = chart.sound;
        if (chart.version == realChart(text).version && query.text != text) {
            out.usable = false;
            api::DefinitionFinding finding;
            finding.code = QStringLiteral("E100");
            out.findings.push_back(finding);
        }
        return out;
    });
    door.onCommand<api::PublishDefinition>([](const auto &command, const auto &) -> Result<api::Receipt> {
        const api::Chart chart = realChart(command.text);
        return api::Receipt{chart.id, {}, QJsonObject{{QStringLiteral("version"), chart.version}}};
    });
}

} // namespace hs::test
