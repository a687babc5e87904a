#include "tests/flow/ui/notion_screens.h"

#include <tuple>

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>

#include "tests/fakes/sample_notion.h"
#include "ui/integrations/integrations_view.h"
#include "ui/integrations/notion_lists.h"
#include "ui/integrations/notion_page.h"
#include "ui/integrations/notion_plan.h"
#include "ui/integrations/notion_setup.h"
#include "ui/main_window.h"
#include "ui/records/record_picker.h"
#include "ui/records/record_text.h"
#include "ui/records/record_view.h"

namespace hs::test {

using namespace Qt::StringLiterals;

void everyNotion(Camera &camera, ui::Console &desk, FakeDoor &door, const FakeClock &clock, const QString &tail)
{
    ui::MainWindow &window = desk.window();
    window.resize(1280, 800);
    window.stage().applyPerspective(u"overview"_s);
    SampleNotion sample;
    sample.now = QDateTime::fromMSecsSinceEpoch(toMillis(clock.now()), Qt::UTC);
    const auto serve = [&] {
        serveNotion(door, sample);
        serveMirroredRecords(door, sample);
        window.status().refresh();
    };
    serve();
    window.stage().showDock(u"integrations"_s);
    ui::ConsoleDock *dock = window.stage().dock(u"integrations"_s);
    auto *view = qobject_cast<ui::IntegrationsView *>(dock->ensureView());
    view->refresh();
    settle();
    camera.take(&window, u"notion-window-"_s + tail);
    desk.context().navigator.open(u"integration"_s, u"notion-hub"_s);
    settle();
    ui::NotionPage &page = view->notion();
    const auto tabs = [&](const QString &size) {
        page.showTab(ui::NotionPage::Tab::Overview);
        camera.take(dock, u"notion-overview-%1-%2"_s.arg(size, tail));
        page.showTab(ui::NotionPage::Tab::Databases);
        camera.take(dock, u"notion-databases-%1-%2"_s.arg(size, tail));
        page.showTab(ui::NotionPage::Tab::Conflicts);
        settle();
        page.conflicts()->choose(0);
        camera.take(dock, u"notion-conflicts-%1-%2"_s.arg(size, tail));
        page.showTab(ui::NotionPage::Tab::Parked);
        settle();
        page.parked()->choose(0);
        camera.take(dock, u"notion-stuck-%1-%2"_s.arg(size, tail));
    };
    window.stage().toggleExpanded(dock);
    tabs(u"wide"_s);
    window.stage().toggleExpanded(dock);
    dock->setFloating(true);
    dock->resize(340, 760);
    tabs(u"narrow"_s);
    page.showTab(ui::NotionPage::Tab::Overview);
    const auto standing = [&](api::NotionStanding now, const QString &name) {
        sample.standing = now;
        serve();
        view->refresh();
        page.refresh();
        camera.take(dock, u"notion-%1-%2"_s.arg(name, tail));
    };
    sample.gone = 120;
    standing(api::NotionStanding::Working, u"gone"_s);
    sample.gone = 0;
    standing(api::NotionStanding::Down, u"down"_s);
    standing(api::NotionStanding::NeedsPerson, u"person"_s);
    standing(api::NotionStanding::Paused, u"paused"_s);
    sample.setUpDone = 5;
    sample.setUpOf = 32;
    standing(api::NotionStanding::SettingUp, u"setting-up"_s);
    sample.setUpOf = 0;
    standing(api::NotionStanding::Working, u"working"_s);
    page.rehearse();
    settle();
    camera.takeDialog(u"notion-rehearsal-"_s + tail);
    sample.tokenSet = false;
    standing(api::NotionStanding::Off, u"off"_s);
    page.setUp();
    camera.takeDialog(u"notion-setup-"_s + tail, false);
    auto *setup = page.findChild<ui::NotionSetup *>();
    const auto fields = setup->findChildren<QLineEdit *>();
    fields[0]->setText(u"ntn_0123"_s);
    fields[1]->setText(u"https://www.notion.so/nowhere"_s);
    const auto next = [&](const QString &name) {
        for (QPushButton *button : setup->findChildren<QPushButton *>()) {
            if (button->isDefault() && button->isEnabled())
                button->click();
        }
        settle();
        camera.takeDialog(name + tail, false);
    };
    next(u"notion-setup-wrong-"_s);
    fields[1]->setText(u"https://www.notion.so/lumen/Hub"_s);
    next(u"notion-setup-plan-"_s);
    setup->plan().entries()[2]->choice()->setCurrentIndex(1);
    setup->plan().entries()[3]->choice()->setCurrentIndex(1);
    ui::NotionPlanEntry *other = setup->plan().entries()[4];
    other->choice()->setCurrentIndex(other->choice()->count() - 1);
    for (QLineEdit *place : other->findChildren<QLineEdit *>())
        place->setText(u"no address"_s);
    camera.takeDialog(u"notion-setup-other-"_s + tail, false);
    other->choice()->setCurrentIndex(0);
    next(u"notion-setup-done-"_s);
    setup->close();
    sample.tokenSet = true;
    sample.standing = api::NotionStanding::Working;
    serve();
    page.refresh();
    for (int i = 0; i < 8; ++i)
        settle(); // what was asked meanwhile is asked within a second
    door.failAll(Error{Errc::Unavailable, "the store is busy", "console.db", "try again", std::nullopt});
    page.refresh();
    camera.take(dock, u"notion-error-"_s + tail);
    door.failAll(std::nullopt);
    dock->setFloating(false);

    sample.standing = api::NotionStanding::Down;
    serve();
    window.stage().showDock(u"record"_s);
    ui::ConsoleDock *records = window.stage().dock(u"record"_s);
    auto *record = qobject_cast<ui::RecordView *>(records->ensureView());
    record->refresh();
    settle();
    desk.context().navigator.open(u"record"_s, u"contacts-profiles/rec_1"_s);
    settle();
    camera.take(&window, u"notion-offline-window-"_s + tail);
    records->setFloating(true);
    for (const auto &[name, width, height] : {std::tuple(u"narrow"_s, 340, 900), std::tuple(u"wide"_s, 860, 1500)}) {
        records->resize(width, height);
        record->pages().showPage(ui::RecordPages::Page::Fields);
        camera.take(records, u"record-fields-%1-%2"_s.arg(name, tail));
        record->pages().showPage(ui::RecordPages::Page::Text);
        settle();
        camera.take(records, u"record-text-%1-%2"_s.arg(name, tail));
        record->pages().text().showPreview(true);
        camera.take(records, u"record-text-preview-%1-%2"_s.arg(name, tail));
        record->pages().text().showPreview(false);
        record->pages().showPage(ui::RecordPages::Page::History);
        settle();
        record->pages().history().choose(0);
        camera.take(records, u"record-history-%1-%2"_s.arg(name, tail));
        record->pages().showPage(ui::RecordPages::Page::Notion);
        camera.take(records, u"record-notion-%1-%2"_s.arg(name, tail));
    }
    record->pages().showPage(ui::RecordPages::Page::Fields);
    auto *picker = new ui::RecordPicker(desk.context(), u"business-entities-registry"_s, u"Business"_s, record);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    picker->open();
    camera.takeDialog(u"record-picker-"_s + tail);
    if (auto *email = record->form().editor(u"Email"_s)->findChild<QLineEdit *>())
        email->setText(u"nothing"_s);
    record->form().save();
    camera.take(records, u"record-wrong-"_s + tail);
    record->form().revert();
    records->setFloating(false);
}

} // namespace hs::test
