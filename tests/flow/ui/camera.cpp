#include "tests/flow/ui/camera.h"

#include <cstdio>

#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QMenu>
#include <QTest>

namespace hs::test {

using namespace Qt::StringLiterals;

void settle()
{
    QTest::qWait(180);
}

Camera::Camera(const QString &folder) : m_folder(folder)
{
    QDir().mkpath(folder);
}

void Camera::take(QWidget *what, const QString &name)
{
    settle();
    const QString path = QDir(m_folder).filePath(name + u".png"_s);
    if (what->grab().save(path)) {
        ++m_taken;
    } else {
        std::fprintf(stderr, "can't write %s\n", qPrintable(path));
        m_failed = true;
    }
}

void Camera::takeDialog(const QString &name, bool shut)
{
    settle();
    QWidget *dialog = nullptr;
    const auto widgets = QApplication::topLevelWidgets();
    for (QWidget *widget : widgets) {
        if (widget->isVisible() && (qobject_cast<QDialog *>(widget) || qobject_cast<QMenu *>(widget) || widget->windowType() == Qt::Popup))
            dialog = widget;
    }
    if (!dialog) {
        std::fprintf(stderr, "nothing came up for %s\n", qPrintable(name));
        m_failed = true;
        return;
    }
    take(dialog, name);
    if (shut)
        dialog->close();
    settle();
}

} // namespace hs::test
