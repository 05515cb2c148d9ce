//! Schools, degrees and disciplines, and each candidate's past.

use serde_json::{Value, json};

use super::{candidates::CANDIDATES, people};
use crate::upstream::{
    call::{Answer, Call, Reply},
    collection::{Collection, moment, pick},
    refusal::Refusal,
    routes::Route,
};

static DEGREES: Collection = Collection::new(2001, 6, degree);
static DISCIPLINES: Collection = Collection::new(2101, 12, discipline);
static SCHOOLS: Collection = Collection::new(2201, 132, school);
static EDUCATIONS: Collection = Collection::new(70_001, 300, education);
static EMPLOYMENTS: Collection = Collection::new(80_001, 300, employment);

pub(in crate::upstream) const ROUTES: &[Route] = &[
    ("education.list_degrees", |_| Reply::list(DEGREES.records())),
    ("education.list_disciplines", |_| Reply::list(DISCIPLINES.records())),
    ("education.list_schools", |_| Reply::list(SCHOOLS.records())),
    ("candidates.add_education", add_education),
    ("candidates.remove_education", |call| removed(call, "Education", &EDUCATIONS)),
    ("candidates.add_employment", |call| {
        call.record(0, &CANDIDATES)?;
        call.required(&["company_name", "title", "start_date"])?;
        call.added(&EMPLOYMENTS)
    }),
    ("candidates.remove_employment", |call| removed(call, "Employment", &EMPLOYMENTS)),
];

const DEGREE: [&str; 6] = [
    "Secondary school",
    "Apprenticeship",
    "Bachelor's Degree",
    "Master's Degree",
    "Doctorate",
    "Other",
];
const DISCIPLINE: [&str; 12] = [
    "Biology",
    "Chemistry",
    "Computing",
    "Design",
    "Economics",
    "History",
    "Law",
    "Linguistics",
    "Mathematics",
    "Medicine",
    "Nursing",
    "Physics",
];
const KIND: [&str; 11] = [
    "University",
    "Technical University",
    "College",
    "Academy of Arts",
    "Business School",
    "Polytechnic",
    "Medical School",
    "Law School",
    "Institute of Design",
    "Evening School",
    "Conservatory",
];
const TOWN: [&str; 12] = [
    "Aveiro", "Breda", "Como", "Dresden", "Elblag", "Falun", "Galway", "Halle", "Ivrea", "Jena",
    "Kalmar", "Lund",
];

/// One for every candidate, under an id of its own.
pub(in crate::upstream) fn education(candidate: u32) -> Value {
    json!({
        "id": EDUCATIONS.id(candidate), "school_name": school_name(candidate),
        "degree": pick(&DEGREE, candidate), "discipline": pick(&DISCIPLINE, candidate),
        "start_date": "2012-09-15T00:00:00.000Z", "end_date": "2016-05-15T00:00:00.000Z",
    })
}

pub(in crate::upstream) fn employment(candidate: u32) -> Value {
    json!({
        "id": EMPLOYMENTS.id(candidate), "company_name": people::company(candidate),
        "title": people::title(candidate),
        "start_date": "2016-09-01T00:00:00.000Z", "end_date": moment(candidate),
    })
}

fn degree(index: u32) -> Value {
    json!({"id": DEGREES.id(index), "name": pick(&DEGREE, index), "priority": index})
}

fn discipline(index: u32) -> Value {
    json!({"id": DISCIPLINES.id(index), "name": pick(&DISCIPLINE, index), "priority": index})
}

fn school(index: u32) -> Value {
    json!({"id": SCHOOLS.id(index), "name": school_name(index), "priority": index})
}

fn school_name(index: u32) -> String {
    format!("{} {}", pick(&TOWN, index), pick(&KIND, index))
}

/// Ids go in, names come out.
fn add_education(call: &Call) -> Answer {
    call.record(0, &CANDIDATES)?;
    let name = |field, collection: &'static Collection| {
        let named = call.field_id(field).and_then(|id| collection.find(id));
        named.map(|record| record["name"].clone())
    };
    Reply::created(json!({
        "id": EDUCATIONS.next_id(), "school_name": name("school_id", &SCHOOLS),
        "discipline": name("discipline_id", &DISCIPLINES), "degree": name("degree_id", &DEGREES),
        "start_date": call.field("start_date"), "end_date": call.field("end_date"),
    }))
}

/// A candidate has the education and the employment of their own index.
fn removed(call: &Call, kind: &str, collection: &'static Collection) -> Answer {
    let candidate = call.index(0, &CANDIDATES)?;
    if call.index(1, collection)? != candidate {
        return Err(Refusal::NotFound);
    }
    let message = format!("{kind} ID {} destroyed.", call.parameter(1));
    Reply::ok(json!({"success": true, "message": message}))
}
