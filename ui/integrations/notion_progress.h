#pragma once

#include <QWidget>

#include "engine/api/notion.h"

class QLabel;
class QProgressBar;

namespace hs::ui {

/// How far a set-up of the databases in Notion is; hidden while none is under way.
class NotionProgress final : public QWidget {
    Q_OBJECT
public:
    explicit NotionProgress(QWidget *parent = nullptr);

    void setStatus(const api::NotionStatus &status);

private:
    QLabel *m_text;
    QProgressBar *m_bar;
};

} // namespace hs::ui
