#include "ui/activity/audit_export.h"

#include <QJsonDocument>
#include <QTest>

using namespace hs;
using namespace hs::ui;

class AuditExportTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void csvCellIsSafeToOpen_data()
    {
        QTest::addColumn<QString>("summary");
        QTest::addColumn<QByteArray>("expected");
        QTest::newRow("plain words stay") << QStringLiteral("Claimed E-1042") << B("Claimed E-1042");
        QTest::newRow("a comma is quoted") << QStringLiteral("one, two") << B("\"one, two\"");
        QTest::newRow("quotes are doubled") << QStringLiteral("say \"yes\"") << B("\"say \"\"yes\"\"\"");
        QTest::newRow("a line break stays in its cell") << QStringLiteral("a\nb") << B("\"a\nb\"");
        QTest::newRow("a formula is disarmed") << QStringLiteral("=1+1") << B("'=1+1");
        QTest::newRow("a minus is disarmed") << QStringLiteral("-2") << B("'-2");
        QTest::newRow("accents are UTF-8") << QStringLiteral("Grüße") << QStringLiteral("Grüße").toUtf8();
        QTest::newRow("nothing stays nothing") << QString() << B();
    }
    void csvCellIsSafeToOpen()
    {
        QFETCH(QString, summary);
        QFETCH(QByteArray, expected);
        api::AuditRow row;
        row.seq = 7;
        row.at = QDateTime(QDate(2026, 11, 23), QTime(9, 0, 0, 5), Qt::UTC);
        row.action = QStringLiteral("escalation.claimed");
        row.summary = summary;
        QCOMPARE(auditFileLine(row, AuditFormat::Csv),
                 B("7,2026-11-23T09:00:00.005Z,,,,escalation.claimed,,,") + expected + B(",,,,,\r\n"));
    }

    void headAndLineHaveTheSameCells()
    {
        QCOMPARE(auditFileHead(AuditFormat::Csv).count(','), auditFileLine({}, AuditFormat::Csv).count(','));
        QVERIFY(auditFileHead(AuditFormat::JsonLines).isEmpty());
    }

    void jsonLineIsExact()
    {
        api::AuditRow row;
        row.seq = 9;
        row.summary = QStringLiteral("=a \"b\"\n");
        row.evidence = QJsonArray{QJsonObject{{QStringLiteral("text"), QStringLiteral("refund")}}};
        const QByteArray line = auditFileLine(row, AuditFormat::JsonLines);
        QVERIFY(line.endsWith('\n'));
        QCOMPARE(line.count('\n'), 1);
        const QJsonObject back = QJsonDocument::fromJson(line).object();
        QCOMPARE(back.value(QStringLiteral("summary")).toString(), row.summary);
        QCOMPARE(back.value(QStringLiteral("seq")).toInteger(), 9);
        QCOMPARE(back.value(QStringLiteral("evidence")).toArray(), row.evidence);
    }

private:
    using B = QByteArray;
};

QTEST_GUILESS_MAIN(AuditExportTest)
#include "audit_export_test.moc"
