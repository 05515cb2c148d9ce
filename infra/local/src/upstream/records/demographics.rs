//! Demographic question sets, questions, options and answers.

use serde_json::{Value, json};

use super::applications::{APPLICATIONS, candidate_of};
use crate::upstream::{
    call::Reply,
    collection::{Collection, moment, pick},
    routes::Route,
};

pub(in crate::upstream) static SETS: Collection = Collection::new(601, 2, set);
static QUESTIONS: Collection = Collection::new(611, 4, question);
static OPTIONS: Collection = Collection::new(621, 16, option);
static ANSWERS: Collection = Collection::new(60_001, 200, answer);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("demographic_data.list_sets", |_| Reply::list(SETS.records())),
    ("demographic_data.retrieve_set", |call| call.retrieved(&SETS)),
    ("demographic_data.list_questions", |_| Reply::list(QUESTIONS.records())),
    ("demographic_data.list_questions_for_set", |call| {
        call.children(&SETS, "demographic_question_set_id", &QUESTIONS)
    }),
    ("demographic_data.retrieve_question", |call| call.retrieved(&QUESTIONS)),
    ("demographic_data.list_options", |_| Reply::list(OPTIONS.records())),
    ("demographic_data.list_options_for_question", |call| {
        call.children(&QUESTIONS, "demographic_question_id", &OPTIONS)
    }),
    ("demographic_data.retrieve_option", |call| call.retrieved(&OPTIONS)),
    ("demographic_data.list_answers", |_| Reply::list(ANSWERS.records())),
    ("demographic_data.list_answers_for_application", |call| {
        call.children(&APPLICATIONS, "application_id", &ANSWERS)
    }),
    ("demographic_data.retrieve_answer", |call| call.retrieved(&ANSWERS)),
];

const ASKED: [&str; 4] = ["Age group", "First language", "Care duties", "Way to work"];
const OFFERED: [&str; 4] = ["First", "Second", "Third", "Something else"];

fn set(index: u32) -> Value {
    json!({
        "id": SETS.id(index), "title": format!("Question Set {}", index + 1),
        "description": "<p>Voluntary and anonymous</p>", "active": true,
    })
}

fn question(index: u32) -> Value {
    let name = pick(&ASKED, index);
    json!({
        "id": QUESTIONS.id(index), "active": true,
        "demographic_question_set_id": SETS.id(index / 2), "name": name,
        "translations": [{"language": "en", "name": name}], "required": false,
        "answer_type": "multi_value_single_select",
    })
}

fn option(index: u32) -> Value {
    let name = pick(&OFFERED, index);
    json!({
        "id": OPTIONS.id(index), "free_form": index % 4 == 3, "active": true, "name": name,
        "demographic_question_id": QUESTIONS.id(index / 4),
        "translations": [{"language": "en", "name": name}],
    })
}

fn answer(index: u32) -> Value {
    let (question, option) = (index % 4, index / 4 % 4);
    let at = candidate_of(index) * 1_440 + 25;
    json!({
        "id": ANSWERS.id(index), "free_form_text": (option == 3).then_some("By boat"),
        "application_id": APPLICATIONS.id(index),
        "demographic_question_id": QUESTIONS.id(question),
        "demographic_answer_option_id": OPTIONS.id(question * 4 + option),
        "created_at": moment(at), "updated_at": moment(at),
    })
}
