#pragma once

#include <vector>

#include <QDialog>

#include "ui/settings/appearance.h"
#include "ui/settings/settings_page.h"

class QListWidget;
class QStackedWidget;

namespace hs::ui {

class SearchField;
class ContentStates;

/// All settings: places on the left, search above them, one page on the right.
class SettingsWindow final : public QDialog {
    Q_OBJECT
public:
    SettingsWindow(ViewContext &context, SettingsStore &store, Appearance &appearance, QWidget *parent);

    /// `place`: a page's id, or a setting's key; empty: as it was left.
    void openPlace(const QString &place);

private:
    void add(SettingsPage *page);
    void filter(const QString &text);
    void showFailure();

    ViewContext &m_context;
    SettingsStore &m_store;
    SearchField *m_search;
    QListWidget *m_places;
    QStackedWidget *m_pages;
    ContentStates *m_states;
    std::vector<SettingsPage *> m_all;
};

} // namespace hs::ui
