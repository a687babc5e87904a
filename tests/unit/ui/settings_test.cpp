#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"
#include "ui/settings/setting_field.h"
#include "ui/settings/setting_words.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

api::SettingRow row(const char *key, const char *type, const QJsonValue &value)
{
    api::SettingRow made;
    made.key = QString::fromLatin1(key);
    made.section = made.key.section(QLatin1Char('/'), 1, 1);
    made.type = QString::fromLatin1(type);
    made.value = value;
    made.fallback = value;
    made.source = QStringLiteral("default");
    return made;
}

void leaves(const QJsonObject &node, const QString &pointer, QStringList &out)
{
    if (node.value(QLatin1String("x-internal")).toBool())
        return;
    if (node.value(QLatin1String("type")).toString() != QLatin1String("object")) {
        out << pointer;
        return;
    }
    for (const char *part : {"properties", "patternProperties"}) {
        const QJsonObject children = node.value(QLatin1String(part)).toObject();
        for (auto it = children.begin(); it != children.end(); ++it)
            leaves(it.value().toObject(), pointer + QLatin1Char('/') + (qstrcmp(part, "properties") == 0 ? it.key() : QStringLiteral("name")), out);
    }
}

} // namespace

class SettingsTest final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<test::FakeDoor>();
        m_rows = {row("/receiver/port", "integer", 8787), row("/studio/name", "string", QStringLiteral("Lumen")),
                  row("/backup/daily", "boolean", true), row("/log/level", "enum", QStringLiteral("info"))};
        m_rows[0].maximum = 65535;
        m_rows[3].options = {QStringLiteral("info"), QStringLiteral("warn")};
        m_door->onQuery<api::SettingQuery>([this](const auto &, const auto &) -> Result<std::vector<api::SettingRow>> { return m_rows; });
        m_parts = std::make_unique<ShellParts>(*m_door, m_clock, *TokenSet::shipped());
        m_store = std::make_unique<SettingsStore>(m_parts->context());
        m_store->refresh();
        QTRY_VERIFY(m_store->loaded());
    }
    void cleanup()
    {
        m_store.reset();
        m_parts.reset();
        m_door.reset();
    }

    void everySettingOfTheSchemaHasItsWords()
    {
        const auto text = resources::read("schema/console.schema.json");
        QVERIFY2(text, describe(text).c_str());
        QStringList keys;
        leaves(QJsonDocument::fromJson(QByteArray::fromStdString(*text)).object(), {}, keys);
        QVERIFY(keys.size() > 20);
        for (const QString &key : keys)
            QVERIFY2(isKnownSetting(key), qPrintable(key));
    }

    void aChangeIsSentAtOnceAndCanBeTakenBack()
    {
        SettingField field(m_parts->context(), *m_store, QStringLiteral("/receiver/port"), nullptr);
        auto *spin = field.findChild<QSpinBox *>();
        QVERIFY(spin);
        QCOMPARE(spin->value(), 8787);
        spin->setValue(9000);
        QTRY_VERIFY(m_door->lastCommand<api::ChangeSettings>());
        QCOMPARE(m_door->lastCommand<api::ChangeSettings>()->values.value(QStringLiteral("/receiver/port")).toInt(), 9000);
        QTRY_VERIFY(m_parts->undo.top());
        m_door->forgetCalls();
        m_parts->undo.undoLast();
        QTRY_VERIFY(m_door->lastCommand<api::ChangeSettings>());
        // It was the default before, so it goes back to "not set".
        QVERIFY(m_door->lastCommand<api::ChangeSettings>()->values.value(QStringLiteral("/receiver/port")).isNull());
    }

    void numbersHaveTheDigitsAndTheRangeTheyNeed_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("minimum");
        QTest::addColumn<double>("maximum");
        QTest::addColumn<int>("digits");
        QTest::newRow("an amount") << 5.0 << 0.0 << 1000.0 << 2;
        QTest::newRow("a small price") << 0.0025 << 0.0 << 100.0 << 4;
        QTest::newRow("a share") << 0.5 << 0.0 << 1.0 << 3;
        QTest::newRow("without a range") << 1.5 << 0.0 << 0.0 << 2;
    }
    void numbersHaveTheDigitsAndTheRangeTheyNeed()
    {
        QFETCH(double, value);
        QFETCH(double, minimum);
        QFETCH(double, maximum);
        m_rows.push_back(row("/ai/dayDollars", "number", value));
        m_rows.back().minimum = minimum;
        m_rows.back().maximum = maximum;
        m_store->refresh();
        QTRY_VERIFY(m_store->row(QStringLiteral("/ai/dayDollars")));
        SettingField field(m_parts->context(), *m_store, QStringLiteral("/ai/dayDollars"), nullptr);
        auto *spin = field.findChild<QDoubleSpinBox *>();
        QVERIFY(spin);
        QTEST(spin->decimals(), "digits");
        QCOMPARE(spin->value(), value); // nothing is rounded away
        QCOMPARE(spin->minimum(), minimum);
        if (maximum > 0)
            QCOMPARE(spin->maximum(), maximum);
        QVERIFY(!m_door->lastCommand<api::ChangeSettings>()); // showing it changes nothing
    }
    void listsKeepWhatTheyHold()
    {
        m_rows.push_back(row("/ai/limits", "list", QJsonArray{1, 2.5}));
        m_rows.push_back(row("/ai/order", "list", QJsonArray{QStringLiteral("local"), QStringLiteral("openai")}));
        m_store->refresh();
        QTRY_VERIFY(m_store->row(QStringLiteral("/ai/order")));
        const auto edited = [this](const char *key, const QString &text) {
            SettingField field(m_parts->context(), *m_store, QString::fromLatin1(key), nullptr);
            auto *edit = field.findChild<QLineEdit *>();
            edit->setText(text);
            edit->setModified(true);
            Q_EMIT edit->editingFinished();
            QCoreApplication::processEvents();
            const auto sent = m_door->lastCommand<api::ChangeSettings>();
            return sent ? sent->values.value(QString::fromLatin1(key)).toArray() : QJsonArray();
        };
        QCOMPARE(edited("/ai/limits", QStringLiteral("3, 4.5")), (QJsonArray{3, 4.5}));
        QCOMPARE(edited("/ai/order", QStringLiteral("openai, local")), (QJsonArray{QStringLiteral("openai"), QStringLiteral("local")}));
    }
    void whatHasPartsIsShownAndNeverFlattened()
    {
        m_rows.push_back(row("/ai/providers", "list", QJsonArray{QJsonObject{{QStringLiteral("name"), QStringLiteral("local")}}}));
        m_rows.push_back(row("/ai/entities", "object", QJsonObject{{QStringLiteral("lumen"), 3}}));
        m_store->refresh();
        QTRY_VERIFY(m_store->row(QStringLiteral("/ai/entities")));
        for (const char *key : {"/ai/providers", "/ai/entities"}) {
            SettingField field(m_parts->context(), *m_store, QString::fromLatin1(key), nullptr);
            QVERIFY(!field.findChild<QLineEdit *>());
            auto *data = field.findChild<QPlainTextEdit *>();
            QVERIFY(data && data->isReadOnly());
            QVERIFY(data->toPlainText().contains(QLatin1Char('"')));
        }
        QVERIFY(!m_door->lastCommand<api::ChangeSettings>());
    }

    void aLockedValueNamesItsSource()
    {
        m_rows[1].locked = true;
        m_rows[1].source = QStringLiteral("environment");
        m_store->refresh();
        SettingField field(m_parts->context(), *m_store, QStringLiteral("/studio/name"), nullptr);
        QTRY_VERIFY(!field.findChild<QLineEdit *>()->isEnabled());
        bool named = false;
        for (const QLabel *label : field.findChildren<QLabel *>())
            named = named || label->text().contains(QStringLiteral("environment"));
        QVERIFY(named);
    }

    void aRefusedValueSaysWhy()
    {
        m_door->onCommand<api::ChangeSettings>([](const auto &, const auto &) -> Result<api::Receipt> {
            return fail(Errc::BadInput, "the port is taken", "/receiver/port", "choose another");
        });
        SettingField field(m_parts->context(), *m_store, QStringLiteral("/receiver/port"), nullptr);
        field.findChild<QSpinBox *>()->setValue(80);
        const auto told = [&field] {
            for (const QLabel *label : field.findChildren<QLabel *>())
                if (!label->isHidden() && label->text().contains(QStringLiteral("the port is taken")))
                    return true;
            return false;
        };
        QTRY_VERIFY(told());
        QVERIFY(!m_parts->undo.top());
        QCOMPARE(field.findChild<QSpinBox *>()->value(), 8787);
    }

    void aFailureOfTheQuestionIsKept()
    {
        m_door->failAll(Error{Errc::Forbidden, "no", {}, {}, std::nullopt});
        QSignalSpy changed(m_store.get(), &SettingsStore::changed);
        m_store->refresh();
        QTRY_COMPARE(changed.count(), 1);
        QVERIFY(m_store->failure());
        QCOMPARE(m_store->rows().size(), m_rows.size()); // what was read stays
    }

private:
    test::FakeClock m_clock;
    std::vector<api::SettingRow> m_rows;
    std::unique_ptr<test::FakeDoor> m_door;
    std::unique_ptr<ShellParts> m_parts;
    std::unique_ptr<SettingsStore> m_store;
};

QTEST_MAIN(SettingsTest)
#include "settings_test.moc"
