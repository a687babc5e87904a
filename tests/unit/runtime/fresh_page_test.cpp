#include "engine/runtime/notion_writer.h"
#include "engine/store/tables/meta.h"
#include "engine/store/tables/notion.h"
#include "engine/store/tables/notion_page_index.h"
#include "engine/sync/fresh_page.h"
#include "engine/sync/taking.h"
#include "tests/unit/notion/sample_pages.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::sync;
namespace table = hs::store::notion;

namespace {

const std::string Known = notion::test::madeId('e', 1), KnownToo = notion::test::madeId('e', 2), Stranger = notion::test::madeId('e', 3);

/// The engine's desks and the mirror's side of one database, at its first pull.
struct Mirror {
    test::RuntimeBench bench;
    const records::Database &database;
    runtime::NotionWriter writer{[this] { return std::make_shared<const runtime::Studio>(bench.studio()); }};
    notion::RemoteSchema schema;
    notion::PropertyMap map;
    StoreDirectory::Users users{{notion::test::madeId('b', 1), "op_ada"}};
    std::map<std::string, std::string, std::less<>> names{{notion::test::madeId('b', 2), "Ada Lind"}};
    Compared compared;
    Setting setting;

    explicit Mirror(const std::string &key)
        : database(**bench.data->hub.find(key)), schema(notion::test::schemaOf(bench.data->hub, database)),
          map(bench.data->hub, database, schema, notion::test::everySource(bench.data->hub)), compared(comparedOf(database, writer.drawnNames(key))),
          setting{database, compared, users, writer, bench.clock.now(), std::chrono::milliseconds(0), names, {}, true}
    {
        // Two pages are linked already; the mirror knows the database.
        write([&](store::Transaction &tx) {
            for (const auto &page : {Known, KnownToo})
                table::putLink(tx, {"rec_of" + page, "contacts-profiles", page, bench.clock.now(), {}, {}, {}, {}, false});
            for (const auto *machine : {"lead-to-client", "customer-service", "exhibition"}) // which businesses get that name none
                store::meta::set(tx, std::string("hub.workflows-library.") + machine, std::string("rec_of_") + machine);
            table::putBase(tx, {key, "c", "d", table::Setup::Ready, {}, database.title, {}, {}, {}, {}, {}, {}});
        });
    }

    void write(const std::function<void(store::Transaction &)> &work)
    {
        const auto done = bench.store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
            work(tx);
            if (tx.failure())
                return tl::make_unexpected(*tx.failure());
            return {};
        });
        QVERIFY2(done, done ? "" : describe(done.error()).c_str());
    }

    /// A page with all properties. Even ones carry the id of a record, every third holds what the hub refuses, and they lead to
    /// pages that are known and to others.
    [[nodiscard]] Remote page(int number) const
    {
        Json json = notion::test::pageOf(schema, database, number);
        auto &properties = json["properties"];
        for (const auto &property : database.properties) {
            auto &value = properties[property.name];
            if (property.type == records::PropertyType::Relation) {
                Json list = Json::array();
                if (number % 4 != 0)
                    list.push_back({{"id", notion::dashed(Known)}});
                if (number % 4 > 1 && property.limit != 1)
                    list.push_back({{"id", notion::dashed(KnownToo)}});
                if (number % 4 == 3 && property.limit != 1)
                    list.push_back({{"id", notion::dashed(Stranger)}});
                value["relation"] = list;
            } else if (property.type == records::PropertyType::People) {
                value["people"] = Json::array({{{"object", "user"}, {"id", notion::dashed(notion::test::madeId('b', number % 2 == 0 ? 1 : 7))}}});
            } else if (property.name == ConsoleId) {
                value = notion::test::asSent(text(value, "id"), "rich_text",
                                             notion::toNotion(property, number % 2 == 0 ? Json("rec_given" + std::to_string(number)) : Json(), notion::test::NobodyKnown()).value);
            } else if (property.type == records::PropertyType::Number && number % 3 == 0) {
                value["number"] = -1'000'000'000'000; // mostly below what is allowed
            } else if (property.name == database.idProperty && number % 5 == 0) {
                value["rich_text"] = Json::array();
            }
        }
        properties["What people added"] = {{"id", "zz"}, {"type", "checkbox"}, {"checkbox", true}};
        const auto read = notion::parsePage(dump(json), map, NoDirectory());
        if (!read)
            qFatal("%s", describe(read.error()).c_str());
        auto remote = remoteOf(*read);
        if (database.key == "data-transformations")
            remote.page.fields["Status"] = "Testing"; // what a sample says is no logic
        return remote;
    }

    /// All that is written of a page, with names in the place of ids that are drawn by lot.
    [[nodiscard]] Json written(const Remote &remote)
    {
        return bench.read<Json>([&](const store::ReadSql &sql) -> Json {
            const auto link = table::linkOfPage(sql, remote.page.id);
            if (!link)
                return nullptr;
            const auto record = store::records::find(sql, database.key, link->record);
            if (!record)
                return "no record";
            Json keys = Json::object();
            for (const auto &property : database.properties)
                for (const auto &value : {text(record->fields, property.name), std::string("nothing")})
                    if (const auto ids = store::records::idsByKey(sql, database.key, property.name, value, 9); !ids.empty())
                        keys[property.name] = ids;
            store::records::Filter words;
            words.database = database.key;
            words.text = "note of some words";
            const auto found = store::records::page(sql, words, {{}, 100});
            const auto item = table::item(sql, link->record);
            const auto task = store::records::task(sql, link->record);
            Json all{{"fields", record->fields}, {"title", record->title}, {"entity", record->entity}, {"created", toMillis(record->createdAt)},
                     {"updated", toMillis(record->updatedAt)}, {"by", record->updatedBy}, {"keys", keys}, {"edited", toMillis(link->edited)},
                     {"base", link->base.value_or(Json())}, {"extra", link->extra}, {"foreign", link->foreign}, {"open", link->open}, {"trashed", link->trashed},
                     {"words", std::any_of(found.rows.begin(), found.rows.end(), [&](const auto &one) { return one.id == record->id; })},
                     {"queued", item ? Json::array({int(item->kind), int(item->lane), int(item->state), item->version, toMillis(item->since)}) : Json()}};
            if (task)
                all["task"] = {task->index.status, task->index.priority, task->index.assignee, task->index.entity, task->index.minutes,
                               toMillis(task->index.createdAt), task->index.due ? toMillis(*task->index.due) : 0};
            auto words_ = dump(all);
            const auto human = text(record->fields, database.idProperty);
            for (const auto &[was, is] : {std::pair<std::string, std::string>{record->id, "ITS_ID"}, {human.empty() ? record->id : human, "ITS_NUMBER"}})
                if (!was.starts_with("rec_given"))
                    for (auto at = words_.find(was); at != std::string::npos; at = words_.find(was, at))
                        words_.replace(at, was.size(), is);
            return parseJson(words_).value();
        });
    }
    [[nodiscard]] std::int64_t count() const
    {
        store::records::Filter filter;
        filter.database = database.key;
        const auto count = bench.store->readNow<std::int64_t>([&](const store::ReadSql &sql) -> Result<std::int64_t> { return store::records::count(sql, filter); });
        return count.value();
    }
    /// Whether it was taken as a fresh one.
    bool takeFreshly(const FreshPage &fresh)
    {
        bool taken = false;
        write([&](store::Transaction &tx) {
            const table::Quiet quiet(tx);
            taken = takeFresh(tx, setting, fresh, table::anybodyWaits(tx));
        });
        return taken;
    }
    void retitle(const Remote &remote)
    {
        write([&](store::Transaction &tx) {
            const auto record = store::records::find(tx, database.key, table::recordOfPage(tx, remote.page.id).value_or(""));
            QVERIFY(record);
            const auto changed = writer.change(tx, *record, {{database.titleProperty, "Another title of " + remote.page.id}}, "Notion", false);
            QVERIFY2(changed, changed ? "" : describe(changed.error()).c_str());
        });
    }
    void takeSlowly(const Remote &remote)
    {
        write([&](store::Transaction &tx) {
            const auto taken = take(tx, setting, remote);
            QVERIFY2(taken, taken ? "" : describe(taken.error()).c_str());
            QCOMPARE(taken->what, Taken::Created);
        });
    }
};

} // namespace

class FreshPageTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itIsWrittenAsEveryPageIs_data();
    void itIsWrittenAsEveryPageIs();
    void whoeverIsKnownIsNotFresh();
    void openRelationsAreLookedAtAgain();
    void theIndexForgetsWhatIsTakenBack();
};

void FreshPageTest::itIsWrittenAsEveryPageIs_data()
{
    QTest::addColumn<QString>("database");
    const test::RuntimeBench bench;
    for (const auto &database : bench.data->hub.databases())
        QTest::newRow(database.key.c_str()) << QString::fromStdString(database.key);
}

void FreshPageTest::itIsWrittenAsEveryPageIs()
{
    QFETCH(const QString, database);
    constexpr int Pages = 12;
    Mirror slow(database.toStdString()), fast(database.toStdString()), again(database.toStdString());
    int fresh = 0;
    for (int i = 1; i <= Pages; ++i) {
        const auto remote = slow.page(i);
        slow.takeSlowly(remote);
        auto same = fast.page(i);
        const auto made = freshPage(same, fast.setting);
        if (made && fast.takeFreshly(*made))
            ++fresh;
        else
            fast.takeSlowly(same);
        // One that turns out not to be fresh is as good as it was.
        again.takeSlowly(made ? remoteOf(*made, again.database) : same);
        const auto alike = [&] {
            const auto wanted = QByteArray::fromStdString(slow.written(remote).dump(1));
            QCOMPARE(QByteArray::fromStdString(fast.written(remote).dump(1)), wanted);
            QCOMPARE(QByteArray::fromStdString(again.written(remote).dump(1)), wanted);
        };
        alike();
        for (auto *mirror : {&slow, &fast, &again}) // and what was common to both sides is still known when the record changes
            mirror->retitle(remote);
        alike();
    }
    QCOMPARE(fresh, Pages);
    if (database == QLatin1String("business-entities-registry"))
        QVERIFY(member(member(fast.written(fast.page(4)), "fields"), "Primary Workflows").size() > 1);
    QCOMPARE(fast.count(), slow.count());
}

void FreshPageTest::whoeverIsKnownIsNotFresh()
{
    Mirror mirror("contacts-profiles");
    auto page = mirror.page(2);
    const auto one = freshPage(page, mirror.setting);
    QVERIFY(one && one->known);
    QVERIFY(mirror.takeFreshly(*one));
    const auto before = mirror.count();
    QVERIFY(!mirror.takeFreshly(*one)); // the page is known
    auto other = *one;
    other.page = notion::test::madeId('e', 8);
    other.record.single.clear();
    QVERIFY(!mirror.takeFreshly(other)); // its record is
    other = *one;
    other.page = notion::test::madeId('e', 8);
    other.record.id = "rec_another";
    QVERIFY(!other.record.single.empty());
    QVERIFY(!mirror.takeFreshly(other)); // another record has what no two may have
    const auto removed = mirror.bench.store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        store::records::remove(tx, one->record.id, mirror.bench.clock.now());
        table::removeLink(tx, one->record.id);
        return {};
    });
    QVERIFY(removed);
    QVERIFY(!mirror.takeFreshly(*one)); // its record was removed here
    QCOMPARE(mirror.count(), before - 1);
    page = mirror.page(4);
    page.page.inTrash = true;
    QVERIFY(!freshPage(page, mirror.setting));
    page = mirror.page(4);
    page.page.fields[ConsoleId] = std::string(DigestPrefix) + "1";
    QVERIFY(!freshPage(page, mirror.setting)); // our own account of many messages
}

void FreshPageTest::openRelationsAreLookedAtAgain()
{
    Mirror mirror("contacts-profiles");
    auto waits = mirror.page(2), target = mirror.page(6);
    for (auto &[name, pages] : waits.links)
        if (mirror.database.find(name)->type == records::PropertyType::Relation)
            pages = {target.page.id};
    const auto first = freshPage(waits, mirror.setting);
    const auto second = freshPage(target, mirror.setting);
    QVERIFY(first && second);
    QVERIFY(mirror.takeFreshly(*first));
    const auto open = [&](const std::string &behind) {
        return mirror.bench.read<std::vector<std::string>>([&](const store::ReadSql &sql) { return table::withOpenLinks(sql, behind, 10); });
    };
    const auto hints = [&] { return mirror.bench.read<std::vector<table::Hint>>([](const store::ReadSql &sql) { return table::hints(sql, 10); }); };
    const auto lookAgain = [&] { mirror.write([&](store::Transaction &tx) { QVERIFY(relink(tx, mirror.setting, first->record.id)); }); };
    QCOMPARE(open({}), std::vector<std::string>{first->record.id});
    QCOMPARE(open(first->record.id), std::vector<std::string>());
    lookAgain(); // the page has not come: from now on the record waits for it
    QVERIFY(mirror.bench.read<bool>([](const store::ReadSql &sql) { return table::anybodyWaits(sql); }));
    QCOMPARE(hints().size(), std::size_t(0));
    QVERIFY(mirror.takeFreshly(*second));
    QCOMPARE(hints().size(), std::size_t(1));
    QCOMPARE(hints().front().id, first->record.id);
    lookAgain();
    QCOMPARE(member(mirror.bench.fields("contacts-profiles", first->record.id), "Business Entity"), Json::array({second->record.id}));
    QCOMPARE(open({}), std::vector<std::string>());
}

void FreshPageTest::theIndexForgetsWhatIsTakenBack()
{
    Mirror mirror("contacts-profiles");
    auto page = mirror.page(2);
    const auto one = freshPage(page, mirror.setting);
    QVERIFY(one);
    const auto failed = mirror.bench.store->writeNow<void>([&](store::Transaction &tx) -> Result<void> {
        table::PageIndex::load(tx);
        const auto part = tx.part<void>([&]() -> Result<void> {
            if (!takeFresh(tx, mirror.setting, *one, false) || table::recordOfPage(tx, one->page) != one->record.id)
                return fail(Errc::Internal, "it is not there");
            return fail(Errc::Cancelled, "taken back");
        });
        if (part || part.error().code != Errc::Cancelled || table::recordOfPage(tx, one->page))
            return fail(Errc::Internal, "it is there still");
        table::PageIndex::load(tx);
        if (!table::PageIndex::of(tx) || !takeFresh(tx, mirror.setting, *one, false))
            return fail(Errc::Internal, "it cannot be taken");
        return fail(Errc::Cancelled, "all is taken back");
    });
    QCOMPARE(failed.error().code, Errc::Cancelled);
    mirror.write([&](store::Transaction &tx) {
        table::PageIndex::load(tx);
        QVERIFY(!table::recordOfPage(tx, one->page));
        QCOMPARE(table::recordOfPage(tx, Known).value_or(""), "rec_of" + Known);
    });
    mirror.write([&](store::Transaction &tx) { // it outlives the job
        QVERIFY(table::PageIndex::of(tx));
        // Another page in the place of one, and none any more.
        table::putLink(tx, {"rec_of" + Known, "contacts-profiles", Stranger, mirror.bench.clock.now(), {}, {}, {}, {}, false});
        QVERIFY(!table::recordOfPage(tx, Known));
        QCOMPARE(table::recordOfPage(tx, Stranger).value_or(""), "rec_of" + Known);
        table::removeLink(tx, "rec_of" + KnownToo);
        QVERIFY(!table::recordOfPage(tx, KnownToo));
        QVERIFY(!table::linkOfPage(tx, KnownToo));
        tx.forget();
        QVERIFY(!table::recordOfPage(tx, Known));
        QVERIFY(!table::recordOfPage(tx, KnownToo));
        QCOMPARE(table::recordOfPage(tx, Stranger).value_or(""), "rec_of" + Known);
    });
}

QTEST_GUILESS_MAIN(FreshPageTest)
#include "fresh_page_test.moc"
