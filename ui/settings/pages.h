#pragma once

#include "ui/settings/appearance.h"
#include "ui/settings/settings_page.h"

class QComboBox;
class QGridLayout;
class QTableWidget;

namespace hs::ui {

/// Pages of the settings that are more than a list of fields.

/// How this desk behaves: closing, keys in lists; and the undo times.
class GeneralPage final : public SettingsPage {
    Q_OBJECT
public:
    GeneralPage(ViewContext &context, SettingsStore &store, QWidget *parent);
};

/// Operators with role and presence; adding one. API keys below.
class PeoplePage final : public SettingsPage {
    Q_OBJECT
public:
    PeoplePage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    void askPeople();
    void askKeys();
    void addPerson();
    void addKey();

    QGridLayout *m_people;
    QGridLayout *m_keys;
    QWidget *m_peopleBox;
    QWidget *m_keysBox;
    QLabel *m_keysNote;
};

/// The nine agents: state, autonomy, pause.
class AgentsPage final : public SettingsPage {
    Q_OBJECT
public:
    AgentsPage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    void ask();
    void fill(const std::vector<api::AgentRow> &agents);

    QWidget *m_box;
    QGridLayout *m_grid;
};

/// Theme, text size, contrast, motion, language.
class AppearancePage final : public SettingsPage {
    Q_OBJECT
public:
    AppearancePage(ViewContext &context, SettingsStore &store, Appearance &appearance, QWidget *parent);

private:
    Appearance &m_appearance;
};

/// Every action and its key; conflicts are named before they happen.
class KeyboardPage final : public SettingsPage {
    Q_OBJECT
public:
    KeyboardPage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    void fill();
    void edit(int row);
    QTableWidget *m_table;
};

/// Copies: last one, a new one now, and the schedule.
class BackupPage final : public SettingsPage {
    Q_OBJECT
public:
    BackupPage(ViewContext &context, SettingsStore &store, QWidget *parent);
    void shown() override;

private:
    QLabel *m_last;
};

/// Which events make a banner, a badge or nothing; quiet hours.
class NotificationsPage final : public SettingsPage {
    Q_OBJECT
public:
    NotificationsPage(ViewContext &context, SettingsStore &store, QWidget *parent);
};

} // namespace hs::ui
