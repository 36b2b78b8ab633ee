//! What has a name is referred to by it: the generator writes out what a generic envelope holds, and clients made from
//! the description would get a type of their own for each.

use std::collections::BTreeMap;

use utoipa::openapi::schema::{ArrayItems, Schema};
use utoipa::openapi::{Ref, RefOr};

/// Replaces every schema inside another that equals a named one by a reference to it.
pub fn share(schemas: &mut BTreeMap<String, RefOr<Schema>>) {
    let named = schemas.clone();
    for schema in schemas.values_mut() {
        if let RefOr::T(schema) = schema {
            visit_parts(schema, &named);
        }
    }
}

fn visit_parts(schema: &mut Schema, named: &BTreeMap<String, RefOr<Schema>>) {
    match schema {
        Schema::Object(object) => object.properties.values_mut().for_each(|part| visit(part, named)),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(item) = &mut array.items {
                visit(item, named);
            }
        }
        _ => {}
    }
}

fn visit(part: &mut RefOr<Schema>, named: &BTreeMap<String, RefOr<Schema>>) {
    let found = named.iter().find(|(_, schema)| *schema == part).map(|(name, _)| name);
    match (found, &mut *part) {
        (Some(name), RefOr::T(_)) => *part = RefOr::Ref(Ref::from_schema_name(name)),
        (None, RefOr::T(schema)) => visit_parts(schema, named),
        _ => {}
    }
}
