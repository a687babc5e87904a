<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>BulkMoves</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <extracomment>A list of card numbers that was cut. %1 the first ones</extracomment>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) will move to “%1” by “%2”.</source>
        <extracomment>%1 column name, %2 event name</extracomment>
        <translation>
            <numerusform>%n card will move to “%1” by “%2”.</numerusform>
            <numerusform>%n cards will move to “%1” by “%2”.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) are there already: %1.</source>
        <extracomment>%1 a list of card numbers</extracomment>
        <translation>
            <numerusform>%n card is there already: %1.</numerusform>
            <numerusform>%n cards are there already: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) will stay, because their workflow does not allow it from where they are: %1.</source>
        <extracomment>%1 a list of card numbers</extracomment>
        <translation>
            <numerusform>%n card will stay, because its workflow does not allow it from where it is: %1.</numerusform>
            <numerusform>%n cards will stay, because their workflow does not allow it from where they are: %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For %n of them the rule decides (%1); what it refuses stays where it is.</source>
        <extracomment>%1 names of rules of the workflow</extracomment>
        <translation>
            <numerusform>For %n of them the rule decides (%1); what it refuses stays where it is.</numerusform>
            <numerusform>For %n of them the rule decides (%1); what it refuses stays where it is.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ChartWords</name>
    <message numerus="yes">
        <source>%n transition(s) from here</source>
        <translation>
            <numerusform>%n transition from here</numerusform>
            <numerusform>%n transitions from here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IntegrationWords</name>
    <message numerus="yes">
        <source>%n sent</source>
        <comment>messages today</comment>
        <translation>
            <numerusform>%n sent</numerusform>
            <numerusform>%n sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n today</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n today</numerusform>
            <numerusform>%n today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be sent</source>
        <comment>messages</comment>
        <translation>
            <numerusform>%n could not be sent</numerusform>
            <numerusform>%n could not be sent</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be handled</source>
        <comment>deliveries</comment>
        <translation>
            <numerusform>%n could not be handled</numerusform>
            <numerusform>%n could not be handled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n rejected</source>
        <comment>deliveries today</comment>
        <translation>
            <numerusform>%n rejected</numerusform>
            <numerusform>%n rejected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n secret(s) valid</source>
        <translation>
            <numerusform>%n secret valid</numerusform>
            <numerusform>%n secrets valid</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) today</source>
        <comment>of language models</comment>
        <translation>
            <numerusform>%n call today</numerusform>
            <numerusform>%n calls today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <comment>of a server</comment>
        <translation>
            <numerusform>%n tool</numerusform>
            <numerusform>%n tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunView</name>
    <message numerus="yes">
        <source>%n tries failed</source>
        <translation>
            <numerusform>%n try failed</numerusform>
            <numerusform>%n tries failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>VersionsDialog</name>
    <message numerus="yes">
        <source>%n run(s) on it go on to their end, unless somebody moves them.</source>
        <translation>
            <numerusform>%n run on it goes on to its end, unless somebody moves it.</numerusform>
            <numerusform>%n runs on it go on to their end, unless somebody moves them.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::AgentView</name>
    <message numerus="yes">
        <source>%n tool(s), with what a mistake would cost</source>
        <translation>
            <numerusform>%n tool, with what a mistake would cost</numerusform>
            <numerusform>%n tools, with what a mistake would cost</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::AuditPage</name>
    <message numerus="yes">
        <source>%n line(s) written</source>
        <translation>
            <numerusform>%n line written</numerusform>
            <numerusform>%n lines written</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n act(s) exported</source>
        <translation>
            <numerusform>%n act exported</numerusform>
            <numerusform>%n acts exported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::BulkActions</name>
    <message numerus="yes">
        <source>Move %n card(s)</source>
        <translation>
            <numerusform>Move %n card</numerusform>
            <numerusform>Move %n cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) moved to “%1”</source>
        <extracomment>%1 is a column of the board</extracomment>
        <translation>
            <numerusform>%n card moved to “%1”</numerusform>
            <numerusform>%n cards moved to “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) assigned to %1</source>
        <extracomment>%1 is a person&apos;s name</extracomment>
        <translation>
            <numerusform>%n card assigned to %1</numerusform>
            <numerusform>%n cards assigned to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) assigned to nobody</source>
        <translation>
            <numerusform>%n card assigned to nobody</numerusform>
            <numerusform>%n cards assigned to nobody</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) now have the priority “%1”</source>
        <extracomment>%1 is a priority such as &quot;High&quot;</extracomment>
        <translation>
            <numerusform>%n card now has the priority “%1”</numerusform>
            <numerusform>%n cards now have the priority “%1”</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) go on</source>
        <translation>
            <numerusform>%n card goes on</numerusform>
            <numerusform>%n cards go on</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pause %n card(s)</source>
        <translation>
            <numerusform>Pause %n card</numerusform>
            <numerusform>Pause %n cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) paused</source>
        <translation>
            <numerusform>%n card paused</numerusform>
            <numerusform>%n cards paused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n card(s)</source>
        <translation>
            <numerusform>Cancel %n card</numerusform>
            <numerusform>Cancel %n cards</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) cancelled</source>
        <translation>
            <numerusform>%n card cancelled</numerusform>
            <numerusform>%n cards cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1; %n refused</source>
        <extracomment>%1 what was done: &quot;9 cards moved to Viewing&quot;</extracomment>
        <translation>
            <numerusform>%1; %n refused</numerusform>
            <numerusform>%1; %n refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s) are back where they were.</source>
        <translation>
            <numerusform>%n card is back where it was.</numerusform>
            <numerusform>%n cards are back where they were.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::BulkBar</name>
    <message numerus="yes">
        <source>%n selected</source>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, %n more not loaded</source>
        <extracomment>%1 is &quot;100 selected&quot;; the others of the column were not read yet</extracomment>
        <translation>
            <numerusform>%1, %n more not loaded</numerusform>
            <numerusform>%1, %n more not loaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ColumnWidget</name>
    <message numerus="yes">
        <source>%n card(s), limit reached</source>
        <translation>
            <numerusform>%n card, limit reached</numerusform>
            <numerusform>%n cards, limit reached</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ConversationsView</name>
    <message numerus="yes">
        <source>%n open</source>
        <extracomment>Chip beside the title of the dock: how many conversations are open</extracomment>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::DesignerView</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n state(s) inside go with it.</source>
        <translation>
            <numerusform>%n state inside goes with it.</numerusform>
            <numerusform>%n states inside go with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::DocumentModel</name>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Duration</name>
    <message numerus="yes">
        <source>%n second(s)</source>
        <translation>
            <numerusform>%n second</numerusform>
            <numerusform>%n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n minute(s)</source>
        <translation>
            <numerusform>%n minute</numerusform>
            <numerusform>%n minutes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n hour(s)</source>
        <translation>
            <numerusform>%n hour</numerusform>
            <numerusform>%n hours</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EntryEditor</name>
    <message numerus="yes">
        <source>“%1” takes %n entries at most.</source>
        <extracomment>%1 is the name of a property; %n how many entries it takes</extracomment>
        <translation>
            <numerusform>“%1” takes one entry at most.</numerusform>
            <numerusform>“%1” takes %n entries at most.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>entries of a property</comment>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationCommands</name>
    <message numerus="yes">
        <source>Assign %n escalation(s)</source>
        <translation>
            <numerusform>Assign %n escalation</numerusform>
            <numerusform>Assign %n escalations</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationDetailView</name>
    <message numerus="yes">
        <source>%n more step(s)</source>
        <comment>that &quot;what matters&quot; leaves out</comment>
        <translation>
            <numerusform>%n more step</numerusform>
            <numerusform>%n more steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EscalationsView</name>
    <message numerus="yes">
        <source>%n waiting</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n selected</source>
        <comment>escalations</comment>
        <translation>
            <numerusform>%n selected</numerusform>
            <numerusform>%n selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::EventPage</name>
    <message numerus="yes">
        <source>%n attempt(s)</source>
        <translation>
            <numerusform>%n attempt</numerusform>
            <numerusform>%n attempts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n repeat(s) acknowledged</source>
        <comment>the sender sent the same delivery again</comment>
        <translation>
            <numerusform>%n repeat acknowledged</numerusform>
            <numerusform>%n repeats acknowledged</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::FacetRow</name>
    <message numerus="yes">
        <source>%n more</source>
        <comment>sources</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more source(s)</source>
        <translation>
            <numerusform>%n more source</numerusform>
            <numerusform>%n more sources</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::FactSheet</name>
    <message numerus="yes">
        <source>%n more letters are not shown.</source>
        <translation>
            <numerusform>%n more letter is not shown.</numerusform>
            <numerusform>%n more letters are not shown.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ForkDialog</name>
    <message numerus="yes">
        <source>%n timer(s) go on with the time they had left then.</source>
        <translation>
            <numerusform>%n timer goes on with the time it had left then.</numerusform>
            <numerusform>%n timers go on with the time they had left then.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Inspector</name>
    <message numerus="yes">
        <source>Used in %n place(s)</source>
        <translation>
            <numerusform>Used in %n place</numerusform>
            <numerusform>Used in %n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationDetail</name>
    <message numerus="yes">
        <source>%1 Tried %n time(s): %2</source>
        <extracomment>An outgoing message: %1 what happens next, %2 the last error, %n tries so far.</extracomment>
        <translation>
            <numerusform>%1 Tried %n time: %2</numerusform>
            <numerusform>%1 Tried %n times: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::IntegrationsView</name>
    <message numerus="yes">
        <source>%n degraded</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n degraded</numerusform>
            <numerusform>%n degraded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n down</source>
        <comment>integrations</comment>
        <translation>
            <numerusform>%n down</numerusform>
            <numerusform>%n down</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Knowledge</name>
    <message numerus="yes">
        <source>Age of the text: %n day(s)</source>
        <translation>
            <numerusform>Age of the text: %n day</numerusform>
            <numerusform>Age of the text: %n days</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n passage(s)</source>
        <translation>
            <numerusform>%n passage</numerusform>
            <numerusform>%n passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <comment>documents</comment>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln passage(s)</source>
        <translation>
            <numerusform>%Ln passage</numerusform>
            <numerusform>%Ln passages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) waiting</source>
        <translation>
            <numerusform>%n document waiting</numerusform>
            <numerusform>%n documents waiting</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::KnowledgeAdding</name>
    <message numerus="yes">
        <source>Which business do these %n source(s) belong to?</source>
        <translation>
            <numerusform>Which business does this source belong to?</numerusform>
            <numerusform>Which business do these %n sources belong to?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::KnowledgeView</name>
    <message numerus="yes">
        <source>%Ln document(s)</source>
        <extracomment>Chip beside the title of the dock</extracomment>
        <translation>
            <numerusform>%Ln document</numerusform>
            <numerusform>%Ln documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::LaneFrame</name>
    <message numerus="yes">
        <source>%n card(s)</source>
        <translation>
            <numerusform>%n card</numerusform>
            <numerusform>%n cards</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n open</source>
        <translation>
            <numerusform>%n open</numerusform>
            <numerusform>%n open</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) a reply</source>
        <translation>
            <numerusform>%n needs a reply</numerusform>
            <numerusform>%n need a reply</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n degraded</source>
        <translation>
            <numerusform>%n degraded</numerusform>
            <numerusform>%n degraded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::MigrationDialog</name>
    <message numerus="yes">
        <source>%1 (%n running)</source>
        <extracomment>%1 is a version&apos;s number; how many workflows run on it.</extracomment>
        <translation>
            <numerusform>%1 (%n running)</numerusform>
            <numerusform>%1 (%n running)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 (%n) becomes</source>
        <extracomment>%1 is the id of a state; how many workflows stand in it.</extracomment>
        <translation>
            <numerusform>%1 (%n) becomes</numerusform>
            <numerusform>%1 (%n) becomes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::MigrationModel</name>
    <message numerus="yes">
        <source>%n timer(s) cancelled</source>
        <translation>
            <numerusform>%n timer cancelled</numerusform>
            <numerusform>%n timers cancelled</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n timer(s) started</source>
        <translation>
            <numerusform>%n timer started</numerusform>
            <numerusform>%n timers started</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n open task(s) kept</source>
        <translation>
            <numerusform>%n open task kept</numerusform>
            <numerusform>%n open tasks kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotificationCenter</name>
    <message numerus="yes">
        <source>%n more thing(s) need you</source>
        <translation>
            <numerusform>%n more thing needs you</numerusform>
            <numerusform>%n more things need you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Notion</name>
    <message numerus="yes">
        <source>%n change(s) could not be uploaded</source>
        <translation>
            <numerusform>%n change could not be uploaded</numerusform>
            <numerusform>%n changes could not be uploaded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be uploaded, the oldest since %1</source>
        <extracomment>%1 is a moment such as &quot;10:40&quot;.</extracomment>
        <translation>
            <numerusform>%n change waits to be uploaded since %1</numerusform>
            <numerusform>%n changes wait to be uploaded, the oldest since %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) wait to be uploaded</source>
        <translation>
            <numerusform>%n change waits to be uploaded</numerusform>
            <numerusform>%n changes wait to be uploaded</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionDatabaseEntry</name>
    <message numerus="yes">
        <source>%n record(s)</source>
        <translation>
            <numerusform>%n record</numerusform>
            <numerusform>%n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s) to upload</source>
        <translation>
            <numerusform>%n change to upload</numerusform>
            <numerusform>%n changes to upload</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stuck</source>
        <comment>changes of a database</comment>
        <translation>
            <numerusform>%n stuck</numerusform>
            <numerusform>%n stuck</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing in Notion</source>
        <comment>pages of a database</comment>
        <translation>
            <numerusform>%n missing in Notion</numerusform>
            <numerusform>%n missing in Notion</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionOverview</name>
    <message numerus="yes">
        <source>%n change(s) could not be uploaded and wait for somebody</source>
        <translation>
            <numerusform>%n change could not be uploaded and waits for somebody</numerusform>
            <numerusform>%n changes could not be uploaded and wait for somebody</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s) of “%1” went missing in Notion all at once. Nothing has been removed here: say whether they are gone.</source>
        <extracomment>Pages in Notion that are suddenly not there. %1 is the name of a database</extracomment>
        <translation>
            <numerusform>%n page of “%1” went missing in Notion. Nothing has been removed here: say whether it is gone.</numerusform>
            <numerusform>%n pages of “%1” went missing in Notion all at once. Nothing has been removed here: say whether they are gone.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionParkedList</name>
    <message numerus="yes">
        <source>Tried %n time(s), stuck since %1</source>
        <extracomment>%n how often it was tried; %1 a moment</extracomment>
        <translation>
            <numerusform>Tried %n time, stuck since %1</numerusform>
            <numerusform>Tried %n times, stuck since %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionPlanEntry</name>
    <message numerus="yes">
        <source>An id of Notion has 32 digits and letters; this one has %n.</source>
        <extracomment>%n how many characters were typed</extracomment>
        <translation>
            <numerusform>An id of Notion has 32 digits and letters; this one has %n.</numerusform>
            <numerusform>An id of Notion has 32 digits and letters; this one has %n.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionPlanView</name>
    <message numerus="yes">
        <source>%n are made</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n is made</numerusform>
            <numerusform>%n are made</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are there already</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n is there already</numerusform>
            <numerusform>%n are there already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n are connected</source>
        <comment>databases in Notion</comment>
        <translation>
            <numerusform>%n is connected</numerusform>
            <numerusform>%n are connected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionRehearsalDialog</name>
    <message numerus="yes">
        <source>%n more, not listed here</source>
        <comment>things that would happen</comment>
        <translation>
            <numerusform>%n more, not listed here</numerusform>
            <numerusform>%n more, not listed here</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::NotionRehearsalModel</name>
    <message numerus="yes">
        <source>%n would come from Notion</source>
        <comment>records</comment>
        <extracomment>How many records; part of a list such as &quot;12 would come from Notion, 3 would go there, 1 conflict&quot;.</extracomment>
        <translation>
            <numerusform>%n would come from Notion</numerusform>
            <numerusform>%n would come from Notion</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would go there</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n would go there</numerusform>
            <numerusform>%n would go there</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would go to Notion</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n would go to Notion</numerusform>
            <numerusform>%n would go to Notion</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s) for a person</source>
        <comment>records</comment>
        <translation>
            <numerusform>%n waits for a person</numerusform>
            <numerusform>%n wait for a person</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::PassageDelegate</name>
    <message numerus="yes">
        <source>Also in %n document(s)</source>
        <translation>
            <numerusform>Also in %n document</numerusform>
            <numerusform>Also in %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::PersonDialog</name>
    <message numerus="yes">
        <source>%n open claim(s)</source>
        <comment>how much a person has in hand</comment>
        <translation>
            <numerusform>%n open claim</numerusform>
            <numerusform>%n open claims</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ReceiverPage</name>
    <message numerus="yes">
        <source>%n today</source>
        <translation>
            <numerusform>%n today</numerusform>
            <numerusform>%n today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::RunChoiceDelegate</name>
    <message numerus="yes">
        <source>%n steps</source>
        <translation>
            <numerusform>%n step</numerusform>
            <numerusform>%n steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::RunComparePage</name>
    <message numerus="yes">
        <source>The first %n steps of each run are compared.</source>
        <translation>
            <numerusform>The first %n step of each run is compared.</numerusform>
            <numerusform>The first %n steps of each run are compared.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::RunTimeline</name>
    <message numerus="yes">
        <source>%n tries failed</source>
        <extracomment>Beside the bar of a task in a timeline</extracomment>
        <translation>
            <numerusform>%n try failed</numerusform>
            <numerusform>%n tries failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::SearchPage</name>
    <message numerus="yes">
        <source>%n result(s)</source>
        <translation>
            <numerusform>%n result</numerusform>
            <numerusform>%n results</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::SourcesPage</name>
    <message numerus="yes">
        <source>%n failed</source>
        <comment>documents</comment>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the %n document(s) that could not be read</source>
        <extracomment>A chip that filters. %n documents could not be read</extracomment>
        <translation>
            <numerusform>Only the %n document that could not be read</numerusform>
            <numerusform>Only the %n documents that could not be read</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::SpendChart</name>
    <message numerus="yes">
        <source>Nothing was spent in the last %n day(s).</source>
        <translation>
            <numerusform>Nothing was spent in the last %n day.</numerusform>
            <numerusform>Nothing was spent in the last %n days.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cost of the last %n day(s): %1 in all; most on %2.</source>
        <extracomment>A chart, spoken. %1 the sum, %2 the dearest day and what it cost</extracomment>
        <translation>
            <numerusform>Cost of the last %n day: %1 in all; most on %2.</numerusform>
            <numerusform>Cost of the last %n days: %1 in all; most on %2.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n agent(s)</source>
        <translation>
            <numerusform>%n agent</numerusform>
            <numerusform>%n agents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workflow(s) active</source>
        <translation>
            <numerusform>%n workflow active</numerusform>
            <numerusform>%n workflows active</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s) today</source>
        <translation>
            <numerusform>%n event today</numerusform>
            <numerusform>%n events today</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) wait as drafts</source>
        <translation>
            <numerusform>%n message waits as a draft</numerusform>
            <numerusform>%n messages wait as drafts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TodayPanel</name>
    <message numerus="yes">
        <source>worked, %n did not</source>
        <translation>
            <numerusform>worked, %n did not</numerusform>
            <numerusform>worked, %n did not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>at most %n step(s) a task</source>
        <translation>
            <numerusform>at most %n step a task</numerusform>
            <numerusform>at most %n steps a task</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::ToolServerPage</name>
    <message numerus="yes">
        <source>%n tool(s)</source>
        <translation>
            <numerusform>%n tool</numerusform>
            <numerusform>%n tools</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TopBar</name>
    <message numerus="yes">
        <source>Notices: %n</source>
        <translation>
            <numerusform>Notices: %n</numerusform>
            <numerusform>Notices: %n</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n person(s) online</source>
        <translation>
            <numerusform>%n person online</numerusform>
            <numerusform>%n people online</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n claim(s)</source>
        <translation>
            <numerusform>%n claim</numerusform>
            <numerusform>%n claims</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::Tray</name>
    <message numerus="yes">
        <source>%n escalation(s) open</source>
        <translation>
            <numerusform>%n escalation open</numerusform>
            <numerusform>%n escalations open</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TroubleEntry</name>
    <message numerus="yes">
        <source>since %1, %n times in 24 hours</source>
        <extracomment>%1 a moment, such as &quot;10:43&quot; or &quot;yesterday 10:43&quot;; %n times within 24 hours.</extracomment>
        <translation>
            <numerusform>since %1, %n time in 24 hours</numerusform>
            <numerusform>since %1, %n times in 24 hours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::TroubleStrip</name>
    <message numerus="yes">
        <source>%n open troubles</source>
        <extracomment>Head of a list in the integrations dock: what does not work in the console itself.</extracomment>
        <translation>
            <numerusform>%n open trouble</numerusform>
            <numerusform>%n open troubles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Show all %n</source>
        <comment>troubles</comment>
        <translation>
            <numerusform>Show all %n</numerusform>
            <numerusform>Show all %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::VersionListModel</name>
    <message numerus="yes">
        <source>Version %1, %2, %n running</source>
        <extracomment>A version, spoken. %1 its number, %2 its state; how many runs are on it</extracomment>
        <translation>
            <numerusform>Version %1, %2, %n running</numerusform>
            <numerusform>Version %1, %2, %n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hs::ui::WhatIfDialog</name>
    <message numerus="yes">
        <source>Stopped after %n workflow(s).</source>
        <translation>
            <numerusform>Stopped after %n workflow.</numerusform>
            <numerusform>Stopped after %n workflows.</numerusform>
        </translation>
    </message>
</context>
</TS>
