#include "deliveries.h"
#include "mapping_rows.h"

using namespace hs;
using namespace hs::services;

/// Documents as the senders' references show them, and what they mean here.
class MappingTest : public QObject {
    Q_OBJECT

private:
    SourceCatalog m_catalog;

    /// The events as one JSON array, in the order of their members' names.
    static Json shown(const std::vector<MappedEvent> &events)
    {
        Json all = Json::array();
        for (const auto &event : events) {
            Json one = {{"type", event.type}, {"data", event.data}};
            if (!event.entityHint.empty())
                one["entity"] = event.entityHint;
            if (!event.text.empty())
                one["text"] = event.text;
            if (event.occurredAt)
                one["at"] = toRfc3339(*event.occurredAt);
            all.push_back(std::move(one));
        }
        return all;
    }

    Result<std::vector<MappedEvent>> map(const QByteArray &source, const QByteArray &type, const QByteArray &body, const Json &headers = Json::object()) const
    {
        const auto name = source.toStdString();
        const auto typeText = type.toStdString();
        const auto bytes = body.toStdString();
        return m_catalog.find(name)->map({typeText, headers, bytes});
    }

private Q_SLOTS:
    void documentsBecomeEvents_data()
    {
        test::addDocuments();
    }
    void documentsBecomeEvents()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, headers);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, events);
        const auto mapped = map(source, type, body, Json::parse(headers.toStdString()));
        QVERIFY2(mapped, describe(mapped).c_str());
        QCOMPARE(QByteArray::fromStdString(shown(*mapped).dump(1)), QByteArray::fromStdString(Json::parse(events.toStdString()).dump(1)));
    }

    void brokenPromisesAreNamed_data()
    {
        test::addBrokenPromises();
    }
    void brokenPromisesAreNamed()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, error);
        const auto mapped = map(source, type, body);
        QVERIFY(!mapped);
        QCOMPARE(mapped.error().code, Errc::BadInput);
        QCOMPARE(QByteArray::fromStdString(describe(mapped.error())), error);
    }

    void oddTypesWithinAreSurvived_data()
    {
        test::addOddTypes();
    }
    void oddTypesWithinAreSurvived()
    {
        QFETCH(QByteArray, source);
        QFETCH(QByteArray, type);
        QFETCH(QByteArray, body);
        const auto mapped = map(source, type, body);
        QVERIFY2(mapped, describe(mapped).c_str());
        QCOMPARE(mapped->size(), std::size_t(1));
        QVERIFY(!mapped->front().type.empty());
    }
};

QTEST_GUILESS_MAIN(MappingTest)
#include "mapping_test.moc"
