#pragma once

#include <QFrame>

#include "engine/api/rows.h"
#include "ui/lists/directory.h"
#include "ui/shell/view_context.h"

class QLabel;
class QPushButton;

namespace hs::ui {

class AgentAvatar;
class BoundedArea;

/// Words an agent made for a person to send, above the composer: who made them, what they stand on, and what to do with
/// them. Also says why there are none although they were asked for.
class ProposalPanel final : public QFrame {
    Q_OBJECT
public:
    ProposalPanel(ViewContext &context, const Directory &directory, QWidget *parent = nullptr);

    /// Shows or hides itself by what `detail` holds.
    void setDetail(const api::ThreadDetail &detail);
    void clear();
    void setBound(int pixels);     ///< most of its height
    void setMaySend(bool may);     ///< nothing else is on its way
    [[nodiscard]] QString text() const { return m_text; }

Q_SIGNALS:
    void useAsked(const QString &text);
    void changeAsked(const QString &text);
    void whyAsked(const QString &thought);
    void againAsked();
    void discardAsked(const QString &thought);

private:
    void showWords(const api::ThreadDetail &detail);
    void showTrouble(const api::ThreadDetail &detail);
    void fillSources(const QJsonArray &citations);

    ViewContext &m_context;
    const Directory &m_directory;
    QString m_text;
    QString m_thought;
    QString m_shown; ///< what is on the screen: a change is told to screen readers
    QJsonArray m_citations;
    AgentAvatar *m_face;
    QLabel *m_title;
    BoundedArea *m_area;
    QLabel *m_words;
    QWidget *m_sources;
    QPushButton *m_use;
    QPushButton *m_change;
    QPushButton *m_discard;
    QPushButton *m_why;
    QPushButton *m_again;
    QPushButton *m_settings;
};

} // namespace hs::ui
