// Takes pictures of the docks Board, Conversations, Knowledge, Run and Records
// with fixed data at a fixed moment, in light and dark, several widths, right to
// left, in German, in a longer language, with large text, empty and with an engine
// that does not answer, and writes them to the folder named in HS_PICTURES.
// Fails when a picture is empty.

#include <QtTest>

#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/picture_data.h"
#include "ui/boards/board_view.h"
#include "ui/conversations/conversations_view.h"
#include "ui/knowledge/knowledge_view.h"
#include "ui/records/record_view.h"
#include "ui/runs/run_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;

namespace {

/// A language that is 40 % longer than English, to see that nothing is cut.
class LongLanguage final : public QTranslator {
public:
    [[nodiscard]] bool isEmpty() const override { return false; }
    [[nodiscard]] QString translate(const char *, const char *source, const char *, int n) const override
    {
        QString text = QString::fromUtf8(source);
        text.replace(QLatin1Char('e'), QChar(0xe9)).replace(QLatin1Char('o'), QChar(0xf6));
        text.replace(QLatin1String("%n"), QString::number(n));
        return QLatin1Char('[') + text + QString(text.size() * 2 / 5, QLatin1Char('x')) + QLatin1Char(']');
    }
};

} // namespace

class DockPictures : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void take_data();
    void take();
};

void DockPictures::take_data()
{
    QTest::addColumn<QString>("dock");
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("dark");
    QTest::addColumn<bool>("rtl");
    QTest::addColumn<int>("scale");
    QTest::addColumn<bool>("empty");
    QTest::addColumn<QString>("language");
    QTest::addColumn<bool>("broken");
    const auto row = [](const char *dock, int width, bool dark, bool rtl = false, int scale = 100, bool empty = false,
                        const char *language = "", bool broken = false) {
        const QString name = QStringLiteral("%1-%2-%3%4%5%6%7%8")
                                 .arg(QLatin1String(dock)).arg(width).arg(dark ? QLatin1String("dark") : QLatin1String("light"),
                                 rtl ? QLatin1String("-rtl") : QLatin1String(""),
                                 scale == 100 ? QString() : QStringLiteral("-text%1").arg(scale),
                                 empty ? QLatin1String("-empty") : QLatin1String(""),
                                 *language ? QStringLiteral("-") + QLatin1String(language) : QString(),
                                 broken ? QLatin1String("-broken") : QLatin1String(""));
        QTest::newRow(qPrintable(name)) << QString::fromLatin1(dock) << width << dark << rtl << scale << empty
                                      << QString::fromLatin1(language) << broken;
    };
    for (const bool dark : {false, true}) {
        row("board", 602, dark);
        row("board", 340, dark);
        row("conversations", 650, dark);
        row("conversations", 520, dark);
        row("talk", 650, dark);
        row("tool", 650, dark);
        row("note", 650, dark);
        row("knowledge", 420, dark);
        row("run", 420, dark);
        row("steps", 420, dark);
        row("record", 700, dark);
        row("board", 602, dark, false, 100, true);
        row("conversations", 650, dark, false, 100, true);
        row("run", 420, dark, false, 100, true);
    }
    row("board-drag", 700, false);
    row("board-folded", 602, false);
    row("board-lanes", 700, false);
    row("board", 602, false, true);
    row("conversations", 650, false, true);
    row("steps", 420, false, true);
    row("board", 700, false, false, 160);
    row("conversations", 760, false, false, 160);
    row("record", 360, false);
    for (const char *dock : {"board-drag", "conversations", "note", "run", "steps", "record", "knowledge"})
        row(dock, 650, false, false, 100, false, "longer");
    for (const char *dock : {"board", "conversations", "talk", "note", "run", "steps", "record", "record-new", "knowledge"})
        row(dock, 520, false, false, 100, false, "de");
    row("conversations", 600, true, false, 100, false, "de");
    row("board", 602, true, false, 100, true, "de");
    for (const char *dock : {"board", "conversations", "run", "record-list"})
        row(dock, 560, false, false, 100, false, "", true);
    for (const bool dark : {false, true})
        row("record-new", 700, dark);
}

void DockPictures::take()
{
    QFETCH(QString, dock);
    QFETCH(int, width);
    QFETCH(bool, dark);
    QFETCH(bool, rtl);
    QFETCH(int, scale);
    QFETCH(bool, empty);
    QFETCH(QString, language);
    QFETCH(bool, broken);
    LongLanguage longer;
    if (language == QLatin1String("longer"))
        QCoreApplication::installTranslator(&longer);
    QTranslator catalogue;
    QVERIFY(catalogue.load(QStringLiteral(":/i18n/higherself_%1.qm").arg(language == QLatin1String("de") ? language : QStringLiteral("en"))));
    QCoreApplication::installTranslator(&catalogue);
    QLocale::setDefault(language == QLatin1String("de") ? QLocale(QLocale::German, QLocale::Germany)
                                                        : QLocale(QLocale::English, QLocale::UnitedKingdom));

    qApp->setLayoutDirection(rtl ? Qt::RightToLeft : Qt::LeftToRight);
    test::FakeDoor door;
    if (empty)
        test::fillEmptyStudio(door);
    else
        test::fillStudio(door);
    if (broken)
        door.failAll(Error{Errc::Unavailable, "the store is closed", {}, "start the engine again", std::nullopt});
    test::FakeClock clock(fromMillis(test::pictureNow().toMSecsSinceEpoch()));
    auto tokens = TokenSet::shipped();
    QVERIFY2(tokens, describe(tokens).c_str());
    ShellParts parts(door, clock, *tokens);
    parts.theme.setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
    parts.theme.setTextScale(scale);
    parts.theme.applyTo(*qApp);
    parts.engine.setCaller({.id = QStringLiteral("op_mk"), .name = QStringLiteral("Mira Kovac"), .role = api::Role::Admin});
    parts.studio.setEntities({{QStringLiteral("lumen"), QStringLiteral("Lumen Gallery")},
                              {QStringLiteral("stillwater"), QStringLiteral("Stillwater")},
                              {QStringLiteral("northbank"), QStringLiteral("Northbank")}});
    parts.navigator.setKnownKinds({QStringLiteral("record")});

    std::unique_ptr<DockView> view;
    if (dock.startsWith(QLatin1String("board"))) {
        auto board = std::make_unique<BoardView>(parts.context());
        board->resize(width, 660);
        board->show();
        if (!empty && !broken)
            QTRY_VERIFY(!board->lanes().empty() && board->lanes().front()->columns().size() == 4);
        if (dock == QLatin1String("board-lanes")) {
            QTest::qWait(30);
            board->setGrouping(BoardView::Grouping::Agent);
        }
        if (dock == QLatin1String("board-folded"))
            board->lanes().front()->columns()[1]->setFolded(true);
        if (dock == QLatin1String("board-drag")) {
            BoardLane *lane = board->lanes().front();
            Q_EMIT lane->columns()[0]->list().dragStarted(QStringLiteral("wf_VW-318"));
        }
        view = std::move(board);
    } else if (dock == QLatin1String("knowledge")) {
        view = std::make_unique<KnowledgeView>(parts.context());
    } else if (dock == QLatin1String("run") || dock == QLatin1String("steps")) {
        auto run = std::make_unique<RunView>(parts.context());
        if (!empty) { // a broken engine is asked as well
            run->showObject(dock == QLatin1String("steps") ? QStringLiteral("run") : QStringLiteral("workflow"), QStringLiteral("wf_VW-305"));
            if (!broken)
                QTRY_VERIFY(run->history().model().hasAnswer());
        }
        view = std::move(run);
    } else if (dock.startsWith(QLatin1String("record"))) {
        auto record = std::make_unique<RecordView>(parts.context());
        if (dock == QLatin1String("record"))
            record->showObject(QStringLiteral("contact"), QStringLiteral("rec_1"));
        view = std::move(record);
    } else {
        auto conversations = std::make_unique<ConversationsView>(parts.context());
        conversations->resize(width, 660);
        conversations->show();
        if (dock == QLatin1String("talk")) {
            conversations->openThread(QStringLiteral("thr_9"));
        } else if (!empty) {
            conversations->openThread(QStringLiteral("thr_1"));
            if (!broken)
                QTRY_VERIFY(conversations->thread().model().hasAnswer());
            if (dock == QLatin1String("tool"))
                conversations->thread().model().setOpen(QStringLiteral("itm_2"), true);
            if (dock == QLatin1String("tool"))
                conversations->thread().items().scrollTo(conversations->thread().model().index(1), QAbstractItemView::PositionAtTop);
            if (dock == QLatin1String("note")) {
                conversations->thread().startNote();
                conversations->thread().composer().edit().setPlainText(QStringLiteral("Her architect is called Ines."));
            }
        }
        view = std::move(conversations);
    }
    view->resize(width, 660);
    view->show();
    if (auto *conversations = qobject_cast<ConversationsView *>(view.get()); conversations && !broken)
        QTRY_COMPARE(conversations->findChildren<AgentButton *>().size(), 9);
    if (auto *record = qobject_cast<RecordView *>(view.get())) {
        if (dock == QLatin1String("record"))
            QTRY_COMPARE(record->form().record().id, QStringLiteral("rec_1"));
        if (dock == QLatin1String("record-new")) {
            QTRY_COMPARE(record->model().size(), 3);
            record->startNew();
        }
    }
    QTest::qWait(120); // answers, delayed layouts and the queued polish of new widgets
    const QPixmap picture = view->grab();
    QVERIFY(!picture.isNull());
    const QString folder = qEnvironmentVariable("HS_PICTURES", QStringLiteral("pictures"));
    QVERIFY(QDir().mkpath(folder));
    QVERIFY(picture.save(folder + QLatin1Char('/') + QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png")));
    // A picture of one colour shows nothing.
    const QImage image = picture.toImage();
    QSet<QRgb> colours;
    for (int y = 0; y < image.height(); y += 7) {
        for (int x = 0; x < image.width(); x += 7)
            colours.insert(image.pixel(x, y));
    }
    QVERIFY2(colours.size() > 8, "the picture is empty");
    view.reset();
    qApp->setLayoutDirection(Qt::LeftToRight);
}

QTEST_MAIN(DockPictures)
#include "dock_pictures.moc"
