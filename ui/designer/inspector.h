#pragma once

#include <functional>

#include <QPointer>
#include <QScrollArea>

#include "ui/designer/design_model.h"
#include "ui/theme/theme.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QVBoxLayout;

namespace hs::ui {

/// What is chosen, as a form. Each field is a change of the text of its own, done when the field is left.
class Inspector final : public QScrollArea {
    Q_OBJECT
public:
    Inspector(const Theme &theme, DesignModel &model, QWidget *parent = nullptr);

    /// The form comes behind this widget for the Tab key; it is made anew with each choice.
    void setTabAfter(QWidget *before) { m_before = before; }
    void focusName(); ///< of the chosen state; of a transition its event

Q_SIGNALS:
    void addStateWanted();
    void addTransitionWanted();
    void removeWanted();

private:
    void rebuild();
    void buildNothing();
    void buildState(int state);
    void buildTransition(int transition);
    void buildInvoke(const api::ChartInvoke &invoke);
    void buildNotes(const api::ChartState &state);
    void buildSetup();
    void buildSetupEntry(const api::ChartSetupEntry &entry, int place);
    void addSetupAdder(api::SetupKind kind);
    void tellRefused(const Error &error);
    void fitWidth();

    QLineEdit *addLine(const QString &label, const QString &name, const QString &value, std::function<void(const QString &)> done);
    QPlainTextEdit *addCode(const QString &label, const QString &name, const QString &value, std::function<void(const QString &)> done);
    QComboBox *addChoice(const QString &label, const QString &name, const QList<std::pair<QString, QString>> &choices, const QString &value,
                         std::function<void(const QString &)> done);
    QComboBox *addOpenChoice(const QString &label, const QString &name, const QStringList &choices, const QString &value,
                             std::function<void(const QString &)> done);
    void addRow(const QString &label, QWidget *field);
    void addHeading(const QString &text);
    void addButtons(const QList<std::pair<QString, std::function<void()>>> &buttons, bool dangerLast);
    void set(const QString &object, const QString &member, const QString &value, const QString &words);

    const Theme &m_theme;
    DesignModel &m_model;
    QWidget *m_body = nullptr;
    QWidget *m_before = nullptr;
    QVBoxLayout *m_layout = nullptr;
    QString m_shown; ///< what the form was built of
    QPointer<QPlainTextEdit> m_lastCode; ///< where the change that is under way was written
    QPointer<QLabel> m_refused; ///< beneath it: why it was not taken
};

/// What people may write for a guard, as JSON: a name, a guard, or a JSONLogic rule by itself. Empty stays empty.
[[nodiscard]] QString guardJson(const QString &written);
/// The same for actions: names with commas between them, or JSON.
[[nodiscard]] QString actionsJson(const QString &written);
/// And back: names without quotes where that is all there is.
[[nodiscard]] QString plainNames(const QString &json);
/// Tags with commas between them: one is a text, several are a list.
[[nodiscard]] QString tagsJson(const QString &written);
/// A text as a JSON value; empty stays empty.
[[nodiscard]] QString jsonString(const QString &text);

} // namespace hs::ui
