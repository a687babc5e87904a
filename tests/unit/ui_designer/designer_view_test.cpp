#include <random>

#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

#include "resources/resources.h"
#include "tests/fakes/fake_clock.h"
#include "tests/unit/ui_boards/nameless.h"
#include "tests/fakes/designer_door.h"
#include "ui/designer/designer_view.h"
#include "ui/shell/shell_parts.h"

using namespace hs;
using namespace hs::ui;
using namespace Qt::StringLiterals;

namespace {

api::Caller admin()
{
    return {u"op_1"_s, u"Mira"_s, api::Role::Admin, api::Caller::Via::Console, {}};
}

/// A designer over a door that answers as the engine does.
struct Bench {
    explicit Bench(const QString &text = test::everyKindOfState(), test::FakeDoor::Reply reply = test::FakeDoor::Reply::AtOnce)
        : door(reply), parts(door, clock, *TokenSet::shipped())
    {
        test::fillDesigner(door, text);
        parts.engine.setCaller(admin());
        view = std::make_unique<DesignerView>(parts.context());
        view->resize(1280, 800);
        view->show();
    }
    [[nodiscard]] bool ready() const { return !view->model().chart().states.empty(); }
    [[nodiscard]] QString selected() const { return view->model().selected(); }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) { QTest::keyClick(&view->chart(), key, modifiers); }
    [[nodiscard]] TextPane &text() const { return *view->findChild<TextPane *>(); }
    [[nodiscard]] QWidget *button(const QString &name) const
    {
        for (auto *button : view->findChildren<QAbstractButton *>())
            if (button->isVisible() && (button->accessibleName() == name || button->text() == name))
                return button;
        return nullptr;
    }
    [[nodiscard]] QDialog *dialog() const
    {
        for (auto *dialog : view->findChildren<QDialog *>())
            if (dialog->isVisible())
                return dialog;
        return nullptr;
    }

    test::FakeDoor door;
    test::FakeClock clock{fromMillis(1'764'000'000'000)};
    ShellParts parts;
    std::unique_ptr<DesignerView> view;
};

} // namespace

/// The Workflow designer: picture, text, details, dry run.
class DesignerViewTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        resources::init();
        QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    }
    void thePublishedDefinitionIsDrawnWithItsInstances();
    void keysWalkThePicture();
    void whatIsChosenIsChosenEverywhere();
    void everythingHasAName();
    void typingIsReadAfterAPauseAndUndoneInOneStep();
    void brokenTextKeepsThePictureAndNamesThePlace();
    void aRenameChangesEveryNameAndComesBack();
    void aStateAddedFromTheKeyboard();
    void aStateWithLinesToItAsksFirst();
    void fieldsOfATransitionChangeTheText();
    void tagsNotesAndOutputAreFieldsOfAState();
    void guardsActionsAndDelaysAreNamedInTheForm();
    void whatIsRefusedStaysWhereItWasWritten();
    void aVersionIsRetiredFromTheDesigner();
    void anAnswerToAnOlderTextIsDropped();
    void theDryRunFollowsEventsClockAndTasks();
    void publishingRaisesTheVersionOfChangedContent();
    void onlyAnAdministratorPublishes();
    void randomChangesComeBackToTheByte();
    void changesThatFollowQuicklyAreAllDone();
    void lineEndsOfTheFileStay();
    void anUnpublishedDraftSurvivesTheProgram();
};

void DesignerViewTest::thePublishedDefinitionIsDrawnWithItsInstances()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    QCOMPARE(bench.view->badge(), u"Loan of a work"_s);
    QTRY_COMPARE(bench.view->chart().marks().counts.value(u"loan.asked"_s), qint64(3));
    QVERIFY(!bench.view->chart().marks().counts.contains(u"loan"_s));
    const auto &figure = bench.view->chart().figure();
    for (const auto &state : figure.chart().states)
        QVERIFY2(!figure.rectOf(state.pointer).isEmpty(), qPrintable(state.pointer));
    for (const auto &transition : figure.chart().transitions)
        QVERIFY2(!figure.rectOf(transition.pointer).isEmpty(), qPrintable(transition.pointer));
    // What lies there is what is found there.
    QCOMPARE(figure.itemAt(figure.rectOf(u"/states/insuring"_s).center()), u"/states/insuring"_s);
    QCOMPARE(figure.itemAt(figure.rectOf(u"/states/asked/after/patience"_s).center()), u"/states/asked/after/patience"_s);
    QVERIFY(figure.itemAt(QPointF(-500, -500)).isNull());
    const QImage picture = bench.view->chart().grab().toImage();
    QVERIFY(!picture.isNull());
}

void DesignerViewTest::keysWalkThePicture()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->chart().setFocus(Qt::TabFocusReason);
    bench.key(Qt::Key_Home);
    QCOMPARE(bench.selected(), QString());
    QVERIFY(!bench.selected().isNull());
    bench.key(Qt::Key_Down, Qt::ControlModifier);
    QCOMPARE(bench.selected(), u"/states/asked"_s);
    bench.key(Qt::Key_Down);
    QCOMPARE(bench.selected(), u"/states/asked/invoke/onDone"_s);
    bench.key(Qt::Key_Down);
    QCOMPARE(bench.selected(), u"/states/preparing"_s);
    bench.key(Qt::Key_Up);
    QCOMPARE(bench.selected(), u"/states/asked/invoke/onDone"_s);
    bench.key(Qt::Key_Right);
    QCOMPARE(bench.selected(), u"/states/asked/invoke/onError"_s);
    bench.key(Qt::Key_Left);
    bench.key(Qt::Key_Up);
    QCOMPARE(bench.selected(), u"/states/asked"_s);
    bench.key(Qt::Key_Right);
    QCOMPARE(bench.selected(), u"/states/insuring"_s);
    QVERIFY(bench.view->chart().marks().focus);
    QVERIFY(bench.view->chart().accessibleDescription().contains(u"insuring"_s));
    bench.key(Qt::Key_Up, Qt::ControlModifier);
    QVERIFY(bench.selected().isEmpty() && !bench.selected().isNull());
    bench.key(Qt::Key_Escape);
    QVERIFY(bench.selected().isNull());
}

void DesignerViewTest::whatIsChosenIsChosenEverywhere()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->model().select(u"/states/lent/on/returned"_s);
    auto *outline = bench.view->findChild<OutlineTree *>();
    QVERIFY(outline->currentItem());
    QVERIFY(outline->currentItem()->data(0, Qt::AccessibleTextRole).toString().contains(u"returned"_s));
    const auto shaded = bench.text().extraSelections();
    QVERIFY(std::any_of(shaded.begin(), shaded.end(), [](const auto &selection) { return selection.cursor.selectedText() == u"\"returned\": \"back\""_s; }));
    // And from the text.
    bench.view->showSide(DesignerView::Side::Text);
    bench.text().goTo(int(bench.view->model().text().indexOf(u"\"built\""_s)) + 2);
    QCOMPARE(bench.selected(), u"/states/preparing/states/crate/states/building/on/built"_s);
}

void DesignerViewTest::everythingHasAName()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    for (const QString &pointer : {u"/states/asked"_s, u"/states/asked/on/accept/0"_s, u"/states/back"_s}) {
        bench.view->model().select(pointer);
        QCOMPARE(test::nameless(*bench.view), QStringList());
    }
    bench.view->showSide(DesignerView::Side::Trial);
    bench.view->simulator().start();
    QTRY_VERIFY(bench.view->simulator().last());
    QCOMPARE(test::nameless(*bench.view), QStringList());
    const QAccessibleInterface *chart = QAccessible::queryAccessibleInterface(&bench.view->chart());
    QVERIFY(chart && !chart->text(QAccessible::Name).isEmpty());
}

void DesignerViewTest::typingIsReadAfterAPauseAndUndoneInOneStep()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    const QString before = bench.view->model().text();
    bench.view->showSide(DesignerView::Side::Text);
    bench.text().goTo(int(before.indexOf(u"Somebody"_s)));
    bench.door.forgetCalls();
    QTest::keyClicks(&bench.text(), u"Really: "_s);
    QVERIFY(bench.view->model().text().contains(u"Really: Somebody"_s));
    QTRY_VERIFY(!bench.view->model().isPictureOld());
    QCOMPARE(bench.view->model().chart().states[1].description, u"Really: Somebody wants to borrow a work."_s);
    int charts = 0;
    for (const auto &asked : bench.door.queries())
        charts += std::holds_alternative<api::ChartQuery>(asked.query) ? 1 : 0;
    QVERIFY2(charts <= 2, "asked for every letter");
    QTest::keySequence(&bench.text(), QKeySequence(QKeySequence::Undo));
    QCOMPARE(bench.view->model().text(), before);
    QCOMPARE(bench.text().toPlainText(), before);
    QTest::keySequence(&bench.text(), QKeySequence(QKeySequence::Redo));
    QVERIFY(bench.text().toPlainText().contains(u"Really: "_s));
}

void DesignerViewTest::brokenTextKeepsThePictureAndNamesThePlace()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    const std::size_t states = bench.view->model().chart().states.size();
    bench.view->showSide(DesignerView::Side::Text);
    bench.text().goTo(0);
    QTest::keyClicks(&bench.text(), u"x"_s);
    QTRY_COMPARE(bench.view->model().errors(), 1);
    QVERIFY(bench.view->model().isPictureOld());
    QCOMPARE(bench.view->model().chart().states.size(), states);
    auto *findings = bench.view->findChild<QListWidget *>(QString(), Qt::FindChildrenRecursively);
    QVERIFY(findings);
    for (auto *list : bench.view->findChildren<QListWidget *>())
        if (list->accessibleName() == u"Findings"_s)
            findings = list;
    QCOMPARE(findings->count(), 1);
    QVERIFY(findings->item(0)->text().startsWith(u"1:"_s));
    bench.view->model().undoStack().undo();
    QTRY_COMPARE(bench.view->model().errors(), 0);
    // A wrong target keeps everything else in the picture, and the thing itself is marked.
    const QString text = bench.view->model().text();
    bench.text().goTo(int(text.indexOf(u"\"back\" }, \"always\""_s)) + 1);
    QTest::keyClicks(&bench.text(), u"x"_s);
    QTRY_VERIFY(bench.view->model().errors() > 0);
    QVERIFY(!bench.view->model().isPictureOld());
    QVERIFY(bench.view->chart().marks().findings.value(u"/states/lent/on/returned"_s));
    QVERIFY(bench.view->headerActions().size() > 1);
}

void DesignerViewTest::aRenameChangesEveryNameAndComesBack()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    const QString before = bench.view->model().text();
    bench.view->model().select(u"/states/asked"_s);
    bench.view->chart().setFocus(Qt::TabFocusReason);
    bench.key(Qt::Key_F2);
    auto *name = bench.view->findChild<QLineEdit *>(u"name"_s);
    QVERIFY(name);
    QCOMPARE(name->text(), u"asked"_s);
    name->setText(u"requested"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QString wanted = before;
    wanted.replace(u"\"asked\""_s, u"\"requested\""_s).replace(u"#loan.asked"_s, u"#loan.requested"_s);
    QTRY_COMPARE(bench.view->model().text(), wanted);
    QTRY_COMPARE(bench.selected(), u"/states/requested"_s);
    QCOMPARE(bench.view->model().undoStack().undoText(), u"Rename state"_s);
    bench.key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(bench.view->model().text(), before);
    QCOMPARE(bench.text().toPlainText(), before);
    QVERIFY(!bench.view->model().isChanged());
}

void DesignerViewTest::aStateAddedFromTheKeyboard()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->chart().setFocus(Qt::TabFocusReason);
    bench.view->model().select(u"/states/lent"_s);
    bench.key(Qt::Key_Insert);
    QTRY_VERIFY(bench.dialog());
    auto *name = bench.dialog()->findChild<QLineEdit *>();
    QVERIFY(!name->accessibleName().isEmpty());
    QTest::keyClicks(name, u"overdue"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_COMPARE(bench.selected(), u"/states/overdue"_s);
    QVERIFY(bench.view->model().text().contains(u"    \"cancelled\": { \"type\": \"final\" },\n    \"overdue\": {}\n"_s));
    QVERIFY(!bench.view->chart().figure().rectOf(u"/states/overdue"_s).isEmpty());
}

void DesignerViewTest::aStateWithLinesToItAsksFirst()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    const QString before = bench.view->model().text();
    bench.view->model().select(u"/states/insuring"_s);
    bench.key(Qt::Key_Delete);
    QTRY_VERIFY(bench.dialog());
    bool named = false;
    for (auto *label : bench.dialog()->findChildren<QLabel *>())
        named = named || label->text().contains(u"On accept from asked to insuring"_s);
    QVERIFY(named);
    bench.dialog()->accept();
    QTRY_VERIFY(!bench.view->model().text().contains(u"insuring"_s));
    bench.view->model().undoStack().undo();
    QCOMPARE(bench.view->model().text(), before);
    // A transition goes at once: undo is enough.
    QTRY_VERIFY(!bench.view->model().isPictureOld());
    bench.view->model().select(u"/states/lent/on/returned"_s);
    bench.key(Qt::Key_Delete);
    QTRY_VERIFY(!bench.view->model().text().contains(u"returned"_s));
}

void DesignerViewTest::fieldsOfATransitionChangeTheText()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->model().select(u"/states/lent/on/returned"_s);
    auto *event = bench.view->findChild<QLineEdit *>(u"name"_s);
    QVERIFY(event);
    event->setText(u"came.back"_s);
    QTest::keyClick(event, Qt::Key_Return);
    QTRY_VERIFY(bench.view->model().text().contains(u"\"on\": { \"came.back\": \"back\" }"_s));
    QTRY_COMPARE(bench.selected(), u"/states/lent/on/came.back"_s);
    auto *guard = bench.view->findChild<QLineEdit *>(u"guard"_s);
    guard->setText(u"insured"_s);
    QTest::keyClick(guard, Qt::Key_Return);
    QTRY_VERIFY(bench.view->model().text().contains(u"\"came.back\": { \"guard\": \"insured\", \"target\": \"back\" }"_s));
    QTRY_VERIFY(!bench.view->model().isPictureOld());
    auto *target = bench.view->findChild<QComboBox *>(u"target"_s);
    target->setCurrentIndex(target->findData(u"/states/preparing/states/papers"_s));
    Q_EMIT target->activated(target->currentIndex());
    QTRY_VERIFY(bench.view->model().text().contains(u"\"target\": \"preparing.papers\""_s));
    QCOMPARE(bench.view->model().undoStack().count(), 3);
}

void DesignerViewTest::tagsNotesAndOutputAreFieldsOfAState()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    DesignModel &model = bench.view->model();
    const QString before = model.text();
    const auto write = [&](const QString &field, const QString &text) {
        auto *line = bench.view->findChild<QLineEdit *>(field);
        QVERIFY2(line, qPrintable(field));
        line->setText(text);
        QTest::keyClick(line, Qt::Key_Return);
    };
    model.select(u"/states/insuring"_s);
    write(u"tags"_s, u"papers, vip ,papers"_s);
    QTRY_VERIFY(model.text().contains(u"\"tags\": [\"papers\", \"vip\"]"_s));
    QTRY_VERIFY(!model.isPictureOld());
    write(u"limit"_s, u"12"_s);
    QTRY_VERIFY(model.text().contains(u"\"meta\": { \"limit\": 12 }"_s));
    QTRY_VERIFY(!model.isPictureOld());
    write(u"sla/warn"_s, u"PT4H"_s);
    QTRY_VERIFY(model.text().contains(u"\"sla\": { \"warn\": \"PT4H\" }"_s));
    QTRY_VERIFY(!model.isPictureOld());
    QCOMPARE(bench.view->findChild<QLineEdit *>(u"sla/warn"_s)->text(), u"PT4H"_s);
    model.select(u"/states/back"_s);
    auto *output = bench.view->findChild<QPlainTextEdit *>(u"output"_s);
    QVERIFY(output);
    output->setFocus();
    output->setPlainText(u"{ \"sound\": { \"var\": \"context.insured\" } }"_s);
    bench.view->chart().setFocus();
    QTRY_VERIFY(model.text().contains(u"\"output\": { \"sound\": { \"var\": \"context.insured\" } }"_s));
    QCOMPARE(model.undoStack().count(), 4);
    while (model.undoStack().canUndo())
        model.undoStack().undo();
    QCOMPARE(model.text(), before);
}

void DesignerViewTest::guardsActionsAndDelaysAreNamedInTheForm()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    DesignModel &model = bench.view->model();
    const QString before = model.text();
    model.select(u""_s); // the workflow itself
    QCOMPARE(test::nameless(*bench.view), QStringList());
    auto *name = bench.view->findChild<QLineEdit *>(u"guards/0"_s);
    QVERIFY(name);
    QCOMPARE(name->text(), u"insured"_s);
    QVERIFY(!bench.button(u"Remove insured"_s)->isEnabled()); // it is used
    name->setText(u"isCovered"_s);
    QTest::keyClick(name, Qt::Key_Return);
    QTRY_VERIFY(model.text().contains(u"\"accept\": [{ \"guard\": \"isCovered\""_s)); // what uses it follows
    QVERIFY(model.text().contains(u"\"always\": { \"guard\": \"isCovered\""_s));
    QTRY_VERIFY(!model.isPictureOld());
    QCOMPARE(model.errors(), 0);
    auto *add = bench.view->findChild<QLineEdit *>(u"add/guards"_s);
    add->setText(u"isSmall"_s);
    QTest::keyClick(add, Qt::Key_Return);
    QTRY_VERIFY(model.text().contains(u"\"isSmall\""_s));
    QTRY_VERIFY(!model.isPictureOld());
    QTRY_VERIFY(bench.button(u"Remove isSmall"_s));
    auto *remove = qobject_cast<QPushButton *>(bench.button(u"Remove isSmall"_s));
    QVERIFY(remove->isEnabled());
    remove->click();
    QTRY_VERIFY(!model.text().contains(u"isSmall"_s));
    QTRY_VERIFY(!model.isPictureOld());
    auto *actor = bench.view->findChild<QLineEdit *>(u"add/actors"_s);
    actor->setText(u"nyra.qualify"_s);
    QTest::keyClick(actor, Qt::Key_Return);
    QTRY_VERIFY(model.text().contains(u"\"actors\": {"_s));
    while (model.undoStack().canUndo())
        model.undoStack().undo();
    QCOMPARE(model.text(), before);
}

void DesignerViewTest::whatIsRefusedStaysWhereItWasWritten()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->model().select(u"/states/asked"_s);
    auto *meta = bench.view->findChild<QPlainTextEdit *>(u"meta"_s);
    meta->setFocus();
    meta->setPlainText(u"{ \"color\": "_s);
    bench.view->chart().setFocus();
    QTRY_VERIFY(meta->accessibleDescription().startsWith(u"Not taken over"_s));
    QCOMPARE(meta->toPlainText(), u"{ \"color\": "_s);
    meta->setFocus();
    meta->setPlainText(u"{ \"color\": \"blue\" }"_s);
    bench.view->chart().setFocus();
    QTRY_VERIFY(bench.view->model().text().contains(u"\"meta\": { \"color\": \"blue\" }"_s));
}

void DesignerViewTest::aVersionIsRetiredFromTheDesigner()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    QAction *retire = bench.parts.actions.find(u"designer.retire"_s);
    QTRY_VERIFY(retire->isEnabled());
    retire->trigger();
    QDialog *question = bench.dialog();
    QVERIFY(question);
    question->findChild<QLineEdit *>()->setText(u"no longer lent"_s);
    question->accept();
    QTRY_VERIFY(bench.door.lastCommand<api::RetireDefinition>());
    QCOMPARE(bench.door.lastCommand<api::RetireDefinition>()->definition, u"loan"_s);
    QVERIFY(bench.button(u"Versions of the workflow…"_s));
}

void DesignerViewTest::anAnswerToAnOlderTextIsDropped()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.door.setReply(test::FakeDoor::Reply::Held);
    bench.view->model().edit(api::RenameState{u"/states/lent"_s, u"out"_s}, u"Rename"_s);
    bench.view->showSide(DesignerView::Side::Text);
    bench.text().goTo(int(bench.view->model().text().indexOf(u"Somebody"_s)));
    QTest::keyClicks(&bench.text(), u"A"_s);
    QSignalSpy failed(&bench.view->model(), &DesignModel::editFailed);
    bench.door.release();
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(bench.view->model().text().contains(u"ASomebody"_s));
    QVERIFY(bench.view->model().text().contains(u"\"lent\""_s));
}

void DesignerViewTest::theDryRunFollowsEventsClockAndTasks()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->showSide(DesignerView::Side::Trial);
    QTest::mouseClick(bench.button(u"Start"_s), Qt::LeftButton);
    QTRY_VERIFY(bench.view->chart().marks().active.contains(u"loan.asked"_s));
    QTRY_VERIFY(bench.button(u"check done"_s));
    QTest::mouseClick(bench.button(u"check done"_s), Qt::LeftButton);
    QTRY_VERIFY(bench.view->chart().marks().active.contains(u"loan.preparing.crate.building"_s));
    QVERIFY(bench.view->chart().marks().active.contains(u"loan.preparing.papers.drafting"_s));
    QVERIFY(bench.view->chart().marks().taken.contains(u"/states/asked/invoke/onDone"_s));
    QVERIFY(bench.view->chart().marks().open.contains(u"/states/preparing/states/papers/states/drafting/on/signed"_s));
    QTRY_VERIFY(bench.button(u"Send signed"_s));
    QTest::mouseClick(bench.button(u"Send signed"_s), Qt::LeftButton);
    QTRY_VERIFY(bench.view->chart().marks().active.contains(u"loan.preparing.papers.done"_s));
    QTRY_VERIFY(bench.button(u"Step back"_s));
    QTest::mouseClick(bench.button(u"Step back"_s), Qt::LeftButton);
    QTRY_VERIFY(bench.view->chart().marks().active.contains(u"loan.preparing.papers.drafting"_s));
    // The clock.
    bench.view->simulator().start();
    QTRY_VERIFY(bench.button(u"Wait for patience"_s));
    QTest::mouseClick(bench.button(u"Wait for patience"_s), Qt::LeftButton);
    QTRY_COMPARE(bench.view->simulator().last()->status, u"done"_s);
    QVERIFY(bench.view->chart().marks().active.contains(u"loan.cancelled"_s));
    // A definition that changes takes the run along.
    bench.view->simulator().start();
    bench.view->model().edit(api::RenameState{u"/states/asked"_s, u"requested"_s}, u"Rename"_s);
    QTRY_VERIFY(bench.view->chart().marks().active.contains(u"loan.requested"_s));
}

void DesignerViewTest::publishingRaisesTheVersionOfChangedContent()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    auto *publish = qobject_cast<QPushButton *>(bench.button(u"Publish"_s));
    QVERIFY(!publish->isEnabled());
    QVERIFY(!publish->toolTip().isEmpty());
    bench.view->model().edit(api::RenameState{u"/states/lent"_s, u"out"_s}, u"Rename"_s);
    QTRY_VERIFY(publish->isEnabled());
    QVERIFY(!bench.view->workInHand().isEmpty());
    QTest::mouseClick(publish, Qt::LeftButton);
    QTRY_VERIFY(bench.dialog());
    QVERIFY(!bench.door.lastCommand<api::PublishDefinition>());
    bench.dialog()->accept();
    QTRY_VERIFY(bench.door.lastCommand<api::PublishDefinition>());
    const QString sent = bench.door.lastCommand<api::PublishDefinition>()->text;
    QVERIFY(sent.contains(u"\"version\": \"1.0.1\""_s));
    QVERIFY(sent.contains(u"\"out\""_s));
    QTRY_VERIFY(!bench.view->model().isChanged());
    QVERIFY(bench.view->workInHand().isEmpty());
}

void DesignerViewTest::onlyAnAdministratorPublishes()
{
    Bench bench;
    api::Caller viewer = admin();
    viewer.role = api::Role::Operator;
    bench.parts.engine.setCaller(viewer);
    QTRY_VERIFY(bench.ready());
    bench.view->model().edit(api::RenameState{u"/states/lent"_s, u"out"_s}, u"Rename"_s);
    QTRY_VERIFY(bench.view->model().isChanged());
    auto *publish = qobject_cast<QPushButton *>(bench.button(u"Publish"_s));
    QVERIFY(!publish->isEnabled());
    QVERIFY(publish->toolTip().contains(u"administrator"_s));
}

void DesignerViewTest::randomChangesComeBackToTheByte()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->showSide(DesignerView::Side::Text);
    const QString before = bench.view->model().text();
    std::mt19937 random(5);
    QSignalSpy read(&bench.view->model(), &DesignModel::chartChanged);
    QSignalSpy refused(&bench.view->model(), &DesignModel::editFailed);
    for (int i = 0; i < 40; ++i) {
        read.clear();
        refused.clear();
        const api::Chart chart = bench.view->model().chart();
        const auto &state = chart.states[random() % chart.states.size()];
        const auto &transition = chart.transitions[random() % chart.transitions.size()];
        const QString name = u"n%1"_s.arg(i);
        switch (random() % 5) {
        case 0: bench.view->model().edit(api::AddState{state.pointer, name, api::StateKind::Atomic}, u"Add"_s); break;
        case 1: bench.view->model().edit(api::RenameState{state.pointer, name}, u"Rename"_s); break;
        case 2: bench.view->model().edit(api::RemoveTransition{transition.pointer}, u"Remove"_s); break;
        case 3: bench.view->model().edit(api::AddTransition{state.pointer, api::ChartTransition::Kind::Event, name, chart.states.back().pointer, {}, {}}, u"Connect"_s); break;
        default:
            bench.text().setFocus();
            QTextCursor cursor(bench.text().document());
            cursor.setPosition(int(random() % unsigned(before.size() / 2)));
            cursor.insertText(u" "_s);
            break;
        }
        QTRY_VERIFY(read.count() + refused.count() > 0);
        if (bench.view->model().errors() > 0 && bench.view->model().isPictureOld())
            bench.view->model().undoStack().undo(); // a space in the wrong place: no JSON any more
        QTRY_VERIFY(!bench.view->model().isPictureOld());
        QCOMPARE(bench.text().toPlainText(), bench.view->model().text());
    }
    const QString after = bench.view->model().text();
    QUndoStack &stack = bench.view->model().undoStack();
    QVERIFY(stack.count() > 10);
    while (stack.canUndo())
        stack.undo();
    QCOMPARE(bench.view->model().text(), before);
    QCOMPARE(bench.text().toPlainText(), before);
    while (stack.canRedo())
        stack.redo();
    QCOMPARE(bench.view->model().text(), after);
}

void DesignerViewTest::changesThatFollowQuicklyAreAllDone()
{
    Bench bench;
    QTRY_VERIFY(bench.ready());
    bench.view->model().edit(api::RenameState{u"/states/lent"_s, u"out"_s}, u"Rename"_s);
    bench.view->model().edit(api::RenameState{u"/states/back"_s, u"home"_s}, u"Rename"_s);
    QTRY_VERIFY(bench.view->model().text().contains(u"\"home\": {"_s));
    QVERIFY(bench.view->model().text().contains(u"\"out\": {"_s));
    QCOMPARE(bench.view->model().undoStack().count(), 2);
}

void DesignerViewTest::lineEndsOfTheFileStay()
{
    QString text = test::everyKindOfState();
    text.replace(u"\n"_s, u"\r\n"_s);
    Bench bench(text);
    QTRY_VERIFY(bench.ready());
    QVERIFY(!bench.view->model().text().contains(u'\r'));
    bench.view->model().edit(api::SetMember{{}, u"version"_s, u"\"2.0.0\""_s}, u"Raise"_s);
    QTRY_VERIFY(bench.button(u"Publish"_s)->isEnabled());
    bench.view->publish();
    QTRY_VERIFY(bench.door.lastCommand<api::PublishDefinition>());
    QString wanted = text;
    wanted.replace(u"1.0.0"_s, u"2.0.0"_s);
    QCOMPARE(bench.door.lastCommand<api::PublishDefinition>()->text, wanted);
}

void DesignerViewTest::anUnpublishedDraftSurvivesTheProgram()
{
    QByteArray state;
    QString draft;
    {
        Bench bench;
        QTRY_VERIFY(bench.ready());
        bench.view->model().edit(api::RenameState{u"/states/lent"_s, u"out"_s}, u"Rename"_s);
        QTRY_VERIFY(bench.view->model().isChanged());
        draft = bench.view->model().text();
        state = bench.view->saveState();
    }
    Bench bench;
    bench.view->restoreState(state);
    QTRY_COMPARE(bench.view->model().text(), draft);
    QTRY_VERIFY(!bench.view->model().isPictureOld());
    QVERIFY(bench.view->model().isChanged());
    bench.view->restoreState("rubbish");
    QCOMPARE(bench.view->model().text(), draft);
}

QTEST_MAIN(DesignerViewTest)
#include "designer_view_test.moc"
