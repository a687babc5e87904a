#include <algorithm>
#include <fstream>
#include <regex>
#include <sstream>

#include <QTest>

#include "tests/flow/notion/sync_desk.h"

using namespace hs;
using namespace hs::test;

namespace {

constexpr const char *Golden = "Golden"; // what the records of this test have in their names

/// Ids, times and numbers that differ from run to run.
std::string masked(std::string text)
{
    static const std::vector<std::pair<std::regex, std::string>> Masks{
        {std::regex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"), "<id>"},
        {std::regex("(rec|wf|op|msg)_[0-9A-Za-z]{20,}"), "<$1>"},
        {std::regex("(CTCT|TASK|PROD|INST|MEMBER|CAMP|FDBK|RWD|INT|TRANSFORM|NOTIF|UC|WF)-[0-9a-f]{8}"), "<$1>"},
        {std::regex("20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z"), "<time>"}};
    for (const auto &[what, with] : Masks)
        text = std::regex_replace(text, what, with);
    return text;
}

std::string decoded(const std::string &id)
{
    return QByteArray::fromPercentEncoding(QByteArray::fromStdString(id)).toStdString();
}

/// Properties are named by ids that Notion chose: they are put back into names.
std::string named(const std::string &body, const std::map<std::string, std::string> &names)
{
    const auto parsed = parseJson(body);
    if (!parsed || !member(*parsed, "properties").is_object())
        return body;
    Json plain = *parsed;
    Json properties = Json::object();
    for (const auto &[key, value] : member(*parsed, "properties").items()) {
        const auto known = names.find(decoded(key));
        properties[known == names.end() ? key : known->second] = value;
    }
    plain["properties"] = properties;
    return dump(plain);
}

} // namespace

/// Every kind of request that leaves, held against a file: what changes here is seen. HS_NOTION_GOLDEN=write makes the file anew;
/// HS_NOTION_LOG names a file for the whole log, for the official client to judge (accepts.mjs).
class NotionGoldenTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatLeavesIsKnown();
};

void NotionGoldenTest::whatLeavesIsKnown()
{
    SyncDesk desk;
    QVERIFY(desk.settle());
    const auto product = desk.create("products-services", {{"Name", "Golden print"}, {"Type", "Art Piece"}, {"Status", "Active"}, {"Price", 120.5}, {"Inventory Count", 3},
                                                           {"Booking Link", "https://studio.example/print"}, {"Categories", {"Art", "Physical"}},
                                                           {"Images", {{{"name", "front", }, {"url", "https://studio.example/front.jpg"}}}}});
    const auto contact = desk.create("contacts-profiles", {{"Full Name", "Golden Client"}, {"Email", "golden@client.example"}, {"Phone", "+47 22 22 22 22"}, {"Contact Type", "Client"},
                                                           {"Status", "Active Client"}, {"Tags", {"VIP"}}, {"Lead Score", 70}, {"Date Added", "2026-11-01T10:00:00.000Z"}});
    const auto feedback = desk.create("feedback-surveys", {{"Title", "Golden feedback"}, {"Source", "Website"}, {"Status", "New"}, {"Feedback Content", std::string(4500, 'x')},
                                                           {"Rating", 5}, {"Response Required", true}, {"Contact", {contact}}, {"Related Product/Service", {product}}});
    QVERIFY(desk.settle());
    QVERIFY(desk.change("contacts-profiles", contact, {{"City", "Golden City"}, {"Phone", nullptr}, {"Tags", Json::array()}}));
    QVERIFY(desk.settle());
    QVERIFY(desk.remove("feedback-surveys", feedback));
    QVERIFY(desk.settle());

    if (const auto path = qEnvironmentVariable("HS_NOTION_LOG"); !path.isEmpty())
        std::ofstream(path.toStdString()) << desk.notion.logLines();
    std::map<std::string, std::string> names;
    for (const auto *database : {"products-services", "contacts-profiles", "feedback-surveys"}) {
        const Json schema = desk.notion.schema(desk.table(database).dataSource);
        for (const auto &[name, property] : schema.items())
            names[decoded(text(property, "id"))] = name;
    }
    // Other records tell of these as well (workflows, messages); only their own pages are looked at.
    std::set<std::string> places;
    for (const auto *database : {"products-services", "contacts-profiles", "feedback-surveys"}) {
        const auto source = desk.table(database).dataSource;
        places.insert(source);
        for (const auto &page : desk.notion.pages(source))
            if (dump(page).find(Golden) != std::string::npos)
                places.insert(text(page, "id"));
    }
    const auto undashed = [](std::string id) {
        std::erase(id, '-');
        return id;
    };
    const auto isPlaced = [&](const NotionRequest &request) {
        const auto body = parseJson(request.body);
        const auto place = undashed(request.method == "POST" && body ? text(member(*body, "parent"), "data_source_id") : request.target);
        return std::any_of(places.begin(), places.end(), [&](const auto &id) { return place.find(undashed(id)) != std::string::npos; });
    };
    std::set<std::string> lines;
    for (const auto &request : desk.notion.log()) {
        const bool schema = request.target.find("/databases") != std::string::npos || (request.target.find("/data_sources") != std::string::npos && request.method == "PATCH");
        const bool mine = (request.body.find(Golden) != std::string::npos && isPlaced(request)) || request.body.find("in_trash") != std::string::npos;
        const auto body = schema || mine ? named(request.body, names) : std::string();
        const auto path = std::regex_replace(masked(request.target), std::regex("start_cursor=[^&]*"), "start_cursor=<cursor>");
        lines.insert(request.method + " " + path + " " + masked(body));
    }
    std::string log;
    for (const auto &line : lines)
        log += line + "\n";
    const auto path = qEnvironmentVariable("HS_SOURCE_DIR").toStdString() + "/tests/flow/notion/golden.txt";
    if (qEnvironmentVariable("HS_NOTION_GOLDEN") == QLatin1String("write"))
        std::ofstream(path) << log;
    std::ostringstream golden;
    golden << std::ifstream(path).rdbuf();
    std::istringstream known(golden.str());
    std::set<std::string> expected;
    for (std::string line; std::getline(known, line);)
        expected.insert(line);
    for (const auto &line : lines)
        QVERIFY2(expected.contains(line), ("new: " + line).c_str());
    for (const auto &line : expected)
        QVERIFY2(lines.contains(line), ("gone: " + line).c_str());
}

QTEST_GUILESS_MAIN(NotionGoldenTest)
#include "golden_test.moc"
