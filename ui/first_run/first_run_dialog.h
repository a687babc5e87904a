#pragma once

#include <vector>

#include <QDialog>

#include "ui/settings/appearance.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace hs::ui {

class PersonForm;

/// The first start: who you are, the studio, how to begin, what agents may do,
/// connections. The first step makes the operator; the others can be skipped.
/// Nothing leaves the computer here.
class FirstRunDialog final : public QDialog {
    Q_OBJECT
public:
    FirstRunDialog(ViewContext &context, SettingsStore &store, Appearance &appearance, bool demo, QWidget *parent);

Q_SIGNALS:
    void signedIn(const hs::api::Caller &caller, const QString &initials);
    /// "Show me a demo": to be started beside, in its own data folder.
    void demoRequested();

private:
    QWidget *makePerson();
    QWidget *makeStudio();
    QWidget *makeStart();
    QWidget *makeAgents();
    QWidget *makeConnections();
    QVBoxLayout *page(const QString &title, const QString &sentence);
    void go(int step);
    void next();
    void makeOperator();
    void askConnections();
    void watchDeliveries();

    ViewContext &m_context;
    SettingsStore &m_store;
    Appearance &m_appearance;
    bool m_demo;
    QStackedWidget *m_steps;
    PersonForm *m_person = nullptr;
    QVBoxLayout *m_studioFields = nullptr;
    QVBoxLayout *m_sources = nullptr;
    QWidget *m_sourceBox = nullptr;
    QLabel *m_waiting = nullptr;
    QLabel *m_problem;
    QLabel *m_progress;
    QPushButton *m_back;
    QPushButton *m_skip;
    QPushButton *m_next;
    QString m_newestEvent;
    bool m_watching = false;
};

} // namespace hs::ui
