#pragma once

#include <QTest>

#include "engine/workflow/definition.h"

// Tables of bad definitions: text in, findings out.
namespace hs::workflow::test {

using Mode = AgentCatalog::Mode;

inline void findingColumns()
{
    QTest::addColumn<int>("mode");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("expected"); // "code pointer line:column message", joined by |
}

inline void row(const char *name, Mode mode, const char *text, const char *expected)
{
    QTest::newRow(name) << int(mode) << QByteArray(text) << QByteArray(expected);
}

inline AgentCatalog studio(Mode mode)
{
    AgentCatalog out;
    out.mode = mode;
    out.commands = {{"solari", {"reserve_room", "release_room"}}, {"ruvo", {"notify"}}};
    out.knowsTimeZone = [](std::string_view zone) { return zone == "Europe/Berlin"; };
    out.childWorkflows = {{"other", {"m"}}};
    return out;
}

/// The body of a test over such a table.
inline void checkFindings()
{
    QFETCH(int, mode);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, expected);
    const auto parsed = parseDefinition(text.toStdString(), studio(static_cast<Mode>(mode)));
    QByteArray found;
    bool sound = true;
    for (const Finding &finding : parsed.findings) {
        found += found.isEmpty() ? "" : "|";
        found += QByteArray::fromStdString(finding.code + ' ' + finding.pointer + ' ' + std::to_string(finding.line) + ':'
                                           + std::to_string(finding.column) + ' ' + finding.message);
        QCOMPARE(finding.severity, finding.code[0] == 'E' ? Severity::Error : Severity::Warning);
        sound = sound && finding.severity == Severity::Warning;
    }
    QCOMPARE(found, expected);
    QCOMPARE(parsed.definition != nullptr, sound);
}

} // namespace hs::workflow::test
